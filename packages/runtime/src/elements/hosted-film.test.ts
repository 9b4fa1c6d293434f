import { describe, expect, it } from 'vitest'
import { playerUrl } from '@chatwright/protocol'
import { video } from './element-input.ts'
import { hostedFilmAt } from './hosted-film.ts'

const at = (url: string, player?: Record<string, string | number | boolean>) => {
  const film = hostedFilmAt(url, player)
  return film && playerUrl(film)
}

describe('a film at another host', () => {
  it.each([
    'https://www.youtube.com/watch?v=dQw4w9WgXcQ',
    'http://youtube.com/watch?list=x&v=dQw4w9WgXcQ',
    'https://m.youtube.com/watch?v=dQw4w9WgXcQ#comments',
    'https://youtu.be/dQw4w9WgXcQ?si=tracking',
    'https://www.youtube.com/embed/dQw4w9WgXcQ',
    'https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ',
    'https://www.youtube.com/shorts/dQw4w9WgXcQ',
    'https://www.youtube.com/live/dQw4w9WgXcQ',
  ])('%s is one at YouTube', (url) => {
    expect(at(url)).toBe('https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1')
  })

  it.each([
    ['https://vimeo.com/76979871', 'https://player.vimeo.com/video/76979871?autoplay=1'],
    ['https://player.vimeo.com/video/76979871', 'https://player.vimeo.com/video/76979871?autoplay=1'],
    ['https://vimeo.com/channels/staffpicks/76979871', 'https://player.vimeo.com/video/76979871?autoplay=1'],
    ['https://vimeo.com/76979871/8272103f6e', 'https://player.vimeo.com/video/76979871?h=8272103f6e&autoplay=1'],
  ])('%s is one at Vimeo', (url, player) => {
    expect(at(url)).toBe(player)
  })

  it('begins where its address says, and its player is told what was given', () => {
    expect(at('https://youtu.be/abc?t=90')).toContain('/abc?start=90&')
    expect(at('https://youtu.be/abc?t=1m30s')).toContain('start=90')
    expect(at('https://youtu.be/abc?t=soon')).not.toContain('start')
    expect(at('https://youtu.be/abc?t=90', { start: 5, cc_load_policy: true, hl: 'pt & more' })).toBe(
      'https://www.youtube-nocookie.com/embed/abc?start=5&cc_load_policy=1&hl=pt%20%26%20more&autoplay=1',
    )
  })

  it.each([
    'https://example.org/watch?v=dQw4w9WgXcQ',
    'https://youtube.com.example.org/watch?v=x',
    'https://notyoutube.com/watch?v=x',
    'https://example.org/film.mp4',
    'not an address',
  ])('%s is none', (url) => {
    expect(hostedFilmAt(url, undefined)).toBeNull()
    expect(() => hostedFilmAt(url, { start: 1 })).toThrow('player of the browser')
  })

  it.each([
    'https://www.youtube.com/feed/library',
    'https://www.youtube.com/watch',
    'https://youtu.be/',
    'https://vimeo.com/about',
    'https://www.youtube.com/watch?v=%22%3E%3Cscript%3E',
    'https://youtu.be/..%2F..%2Fevil',
  ])('%s is refused: it names no film', (url) => {
    expect(() => hostedFilmAt(url, undefined)).toThrow(/names no film|makes no sense/)
  })

  it('its player is told nothing that is no name or too much', () => {
    const url = 'https://youtu.be/abc'
    expect(() => hostedFilmAt(url, { 'a b': 1 })).toThrow('makes no sense')
    expect(() => hostedFilmAt(url, { hl: 'x'.repeat(201) })).toThrow('makes no sense')
    const many = Object.fromEntries(Array.from({ length: 21 }, (_, number) => [`a${number}`, 1]))
    expect(() => hostedFilmAt(url, many)).toThrow('makes no sense')
    for (const start of [{}, [1], null, undefined, Number.NaN, Number.POSITIVE_INFINITY, () => 1]) {
      expect(() => hostedFilmAt(url, { start: start as number })).toThrow('makes no sense')
    }
  })

  it('is an element of its own name', () => {
    expect(video({ url: 'https://youtu.be/abc' })).toMatchObject({
      kind: 'video',
      name: 'YouTube',
      film: { film: 'abc' },
    })
    expect(video({ url: 'https://vimeo.com/1', name: 'Tram 28', size: 'large' })).toMatchObject({ name: 'Tram 28' })
    expect(video({ url: 'https://example.org/film.mp4' })).not.toHaveProperty('film')
  })
})
