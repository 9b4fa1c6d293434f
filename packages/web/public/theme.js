// Sets the reader's choice of theme before the first paint; without one the system decides.
try {
  const theme = localStorage.getItem('chatwright:theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // Storage may be off; the system decides.
}
