import { z } from 'zod'
import { shout } from '../shout.ts'
import './packaged.css'

const price = z.object({ amount: z.coerce.number(), currency: z.string().length(3) })

/** Brings a package of npm, a module of the app's own and a style sheet. */
export default function Packaged() {
  const { amount, currency } = price.parse({ amount: '12.50', currency: 'EUR' })
  return (
    <p className="packaged-price">
      {shout(currency)} {amount * 2}
    </p>
  )
}
