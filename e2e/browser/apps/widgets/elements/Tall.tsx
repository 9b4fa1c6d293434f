/** Higher than a frame may be. */
export default function Tall() {
  return (
    <div>
      <div style={{ blockSize: '6000px' }}>Top</div>
      <button>Bottom</button>
    </div>
  )
}
