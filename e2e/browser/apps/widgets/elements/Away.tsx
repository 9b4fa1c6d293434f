import { useEffect } from 'react'

/** Leaves for another host, with what it knows in the address. */
export default function Away({ host }: { host: string }) {
  useEffect(() => {
    location.href = `${host}/taken?props=${encodeURIComponent(host)}`
  }, [host])
  return <p>Leaving</p>
}
