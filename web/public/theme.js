// Runs before the first paint, so that a chosen theme, text size and language do not flash.
(function () {
  try {
    var chosen = JSON.parse(localStorage.getItem('hue.preferences') || '{}');
    var root = document.documentElement;
    if (chosen.theme === 'light' || chosen.theme === 'dark') root.dataset.theme = chosen.theme;
    if (chosen.textSize) root.dataset.textSize = chosen.textSize;
    if (chosen.language === 'en') root.lang = 'en';
  } catch {
    /* private mode without storage: the page starts with the defaults */
  }
})();
