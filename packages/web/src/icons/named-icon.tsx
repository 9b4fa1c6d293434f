import { createElement, useEffect, useState } from 'react'
import letters from 'virtual:icons'
import { base } from '../app/base.ts'

type Shape = [string, Record<string, string>][]

const loaded = new Map<string, Record<string, Shape>>()

/**
 * An icon that the app names: one of Lucide's, loaded when it is first shown, or the address of a picture, such as
 * `/public/logo.svg` in the folder of the app. It has its room from the start; a name that there is not leaves the room empty.
 */
export function NamedIcon({ name, isSmall = false }: { name: string; isSmall?: boolean }) {
  const isPicture = /^(?:\/|https?:|data:)/.test(name)
  const shape = useShape(isPicture ? null : name)
  const className = isSmall ? 'i-s' : 'i'
  if (isPicture) return <img className={className} src={name.startsWith('/') ? base + name : name} alt="" />
  return (
    <svg
      className={className}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.75}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {shape?.map(([tag, { key, ...attributes }]) => createElement(tag, { key, ...attributes }))}
    </svg>
  )
}

function useShape(name: string | null): Shape | undefined {
  const letter = name?.[0] ?? ''
  const [, setArrived] = useState(0)
  const isThere = loaded.has(letter)
  useEffect(() => {
    if (isThere) return undefined
    let isShown = true
    void letters[letter]?.().then(({ default: shapes }) => {
      loaded.set(letter, shapes)
      if (isShown) setArrived((count) => count + 1)
    })
    return () => {
      isShown = false
    }
  }, [letter, isThere])
  return name === null ? undefined : loaded.get(letter)?.[name]
}
