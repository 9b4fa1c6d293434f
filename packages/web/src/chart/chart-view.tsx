import { useEffect, useMemo, useRef, useState } from 'react'
import type { Element } from '@chatwright/protocol'
import { watchTheme } from '../app/watch-theme.ts'
import { Loading } from '../elements/loading.tsx'
import { t } from '../elements/words.ts'
import { useElementText } from '../elements/use-element-text.ts'
import { heightOf, readFigure, tableOf, type Figure } from './figure.ts'
import { loadPlotly, type Plotly } from './load-plotly.ts'
import { themedLayout } from './theme-layout.ts'
import './chart.css'

const config = { displaylogo: false, displayModeBar: false, responsive: false, scrollZoom: false }

/** A chart that answers to the pointer, and its numbers for who would rather read them. */
export default function ChartView({ element, threadId }: { element: Element; threadId: string }) {
  const text = useElementText(threadId, element)
  const figure = useMemo(() => (text ? readFigure(text) : null), [text])
  if (text === undefined) return <Loading />
  if (!figure) return <Failed name={element.name} />
  return <Chart name={element.name} figure={figure} />
}

function Chart({ name, figure }: { name: string; figure: Figure }) {
  const place = useRef<HTMLDivElement>(null)
  const [hasFailed, setHasFailed] = useState(false)
  const table = useMemo(() => tableOf(figure), [figure])

  useEffect(() => {
    const box = place.current
    if (!box) return undefined
    let isWanted = true
    let plotly: Plotly | null = null
    const draw = (): void => {
      const layout = { ...themedLayout(figure.layout, box), height: heightOf(figure) }
      // It writes into what it is given.
      void plotly
        ?.react(box, structuredClone(figure.data), structuredClone(layout), config)
        .catch(() => setHasFailed(true))
    }
    loadPlotly().then(
      (loaded) => {
        if (!isWanted) return
        plotly = loaded
        draw()
      },
      () => setHasFailed(true),
    )
    const observer = new ResizeObserver(() => {
      if (plotly && box.querySelector('.main-svg')) void plotly.Plots.resize(box).catch(() => {})
    })
    observer.observe(box)
    const off = watchTheme(draw)
    return () => {
      isWanted = false
      observer.disconnect()
      off()
    }
  }, [figure])
  useEffect(() => {
    const box = place.current
    return () => {
      if (box?.querySelector('.main-svg')) void loadPlotly().then((plotly) => plotly.purge(box))
    }
  }, [])

  if (hasFailed) return <Failed name={name} />
  return (
    <figure className="chart">
      <div
        ref={place}
        className="chart-place"
        role="img"
        aria-label={name}
        style={{ blockSize: `${heightOf(figure)}px` }}
      />
      {table && (
        <details className="chart-data">
          <summary>{t('chart.data')}</summary>
          <div className="chart-room" tabIndex={0} role="group" aria-label={name}>
            <table>
              <thead>
                <tr>
                  <td />
                  {table.head.map((label, at) => (
                    // oxlint-disable-next-line react/no-array-index-key -- series stay where they are, and may share a name
                    <th key={at} scope="col">
                      {label}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {table.rows.map(([place, ...values]) => (
                  <tr key={place}>
                    <th scope="row">{place}</th>
                    {values.map((value, at) => (
                      // oxlint-disable-next-line react/no-array-index-key -- see above
                      <td key={at}>{value}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      )}
    </figure>
  )
}

function Failed({ name }: { name: string }) {
  return (
    <p className="problem" role="alert">
      {t('element.failed', { name })}
    </p>
  )
}
