import { z } from 'zod'

/** A value that survives JSON: what metadata and stored state are made of. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/** An object of JSON values. */
export type JsonObject = { [key: string]: Json }

/** Schema of {@link Json}. Keys that would reach an object's prototype are refused. */
export const json: z.ZodType<Json> = z
  .json()
  .refine((value) => !hasPrototypeKey(value), 'has a key that is not allowed: __proto__, constructor or prototype')

/** Schema of {@link JsonObject}. Keys that would reach an object's prototype are refused. */
export const jsonObject: z.ZodType<JsonObject> = z
  .record(z.string(), z.json())
  .refine((value) => !hasPrototypeKey(value), 'has a key that is not allowed: __proto__, constructor or prototype')

function hasPrototypeKey(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.some(hasPrototypeKey)
  return Object.entries(value).some(
    ([key, inner]) => key === '__proto__' || key === 'constructor' || key === 'prototype' || hasPrototypeKey(inner),
  )
}
