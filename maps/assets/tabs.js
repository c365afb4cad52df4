/* The sections beside a report's map as tabs. Without scripts, and on paper, they stand below one
   another. It runs before the map is laid out, since the columns' widths depend on it. */
(function () {
  "use strict";

  var panel = document.getElementById("tables");
  var report = document.getElementById("report");
  if (!panel || !report) {
    return;
  }
  var sections = Array.prototype.filter.call(panel.children, function (one) {
    return one.tagName === "SECTION" && one.id && one.querySelector("h2");
  });
  var wide = window.matchMedia("(min-width: 100rem) and (min-height: 36rem)");
  var bar = document.createElement("div");
  var tabs = {};
  var now = null;

  function tabOf(section) {
    var tab = document.createElement("button");
    var many = section.querySelector("table[data-rows]");
    var rows = many ? Number(many.dataset.rows).toLocaleString("en")
      : section.querySelectorAll("tbody[id]").length;
    tab.type = "button";
    tab.id = "tab-" + section.id;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", section.id);
    tab.textContent = section.dataset.tab || section.querySelector("h2").textContent;
    if (rows) {
      var count = document.createElement("small");
      count.textContent = " " + rows;
      tab.appendChild(count);
    }
    tab.addEventListener("click", function () { turn(section.id); });
    return tab;
  }

  function shown() {
    return sections.filter(function (one) { return !(wide.matches && one === report); });
  }

  function draw() {
    sections.forEach(function (section) {
      var chosen = section.id === now;
      var beside = wide.matches && section === report;
      section.classList.toggle("shut", !chosen && !beside);
      section.setAttribute("role", beside ? "region" : "tabpanel");
      section.setAttribute("aria-labelledby", beside ? section.id + "-title" : "tab-" + section.id);
      section.tabIndex = 0;
      tabs[section.id].hidden = beside;
      tabs[section.id].setAttribute("aria-selected", String(chosen));
      tabs[section.id].tabIndex = chosen ? 0 : -1;
    });
  }

  function set(id) {
    if (!Object.hasOwn(tabs, id) || id === now) {
      return;
    }
    if (wide.matches && id === report.id) {
      return;
    }
    now = id;
    draw();
    frontmap.tell("tab", id);
  }

  /* Where the page itself scrolls, what a reader opens begins below the tabs: a shorter section
     would else leave him in the foot. */
  function turn(id) {
    set(id);
    if (panel.getBoundingClientRect().top < 0) {
      panel.scrollIntoView({ block: "start", behavior: "instant" });
    }
  }

  function arrange() {
    if (wide.matches && now === report.id) {
      now = (shown()[0] || report).id;
    }
    draw();
  }

  bar.addEventListener("keydown", function (event) {
    var list = shown();
    var at = list.findIndex(function (one) { return one.id === now; });
    var to = {
      ArrowRight: at + 1, ArrowLeft: at - 1 + list.length, Home: 0, End: list.length - 1,
    }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      var next = list[to % list.length];
      turn(next.id);
      tabs[next.id].focus();
    }
  });

  /* ---- bringing something into sight ---- */

  function scrollerOf(element) {
    for (var one = element.parentElement; one && panel.contains(one); one = one.parentElement) {
      var style = window.getComputedStyle(one);
      if (/auto|scroll/.test(style.overflowY) && one.scrollHeight > one.clientHeight + 1) {
        return one;
      }
    }
    return null;
  }

  /* Whether the section with this element is on show. */
  function onShow(element) {
    var section = element.closest("#tables > section");
    return Boolean(section) && !section.classList.contains("shut");
  }

  /* Within its own column, without moving the page under the map. */
  function scrollTo(element) {
    var scroller = scrollerOf(element);
    if (!scroller) {
      return false;
    }
    var box = element.getBoundingClientRect();
    var gap = box.top - scroller.getBoundingClientRect().top;
    if (gap < 40 || gap + Math.min(box.height, 120) > scroller.clientHeight - 24) {
      scroller.scrollTo({
        top: scroller.scrollTop + gap - scroller.clientHeight / 4,
        behavior: frontmap.moves ? "smooth" : "auto",
      });
    }
    return true;
  }

  /* Open the tab that holds an element. */
  function show(element) {
    var section = element && element.closest("#tables > section[id]");
    if (section) {
      set(section.id);
    }
  }

  frontmap.tabs = {
    get: function () { return now; },
    set: set,
    show: show,
    onShow: onShow,
    scrollTo: scrollTo,
    /* What was chosen on the map: in the text where that is open, else in its table. */
    reveal: function (row) {
      var told = frontmap.text && frontmap.text.tells(row.id);
      if (now === report.id && !wide.matches && told) {
        return;
      }
      show(row);
      scrollTo(row);
    },
  };

  document.addEventListener("click", function (event) {
    var link = event.target.closest ? event.target.closest("a[href^='#']") : null;
    var aim = link && document.getElementById(link.getAttribute("href").slice(1));
    if (aim && panel.contains(aim) && !link.closest(".words")) {
      show(aim);
    }
  }, true);

  /* ---- begin ---- */

  bar.className = "tabs";
  bar.setAttribute("role", "tablist");
  bar.setAttribute("aria-label", panel.getAttribute("aria-label"));
  sections.forEach(function (section) {
    tabs[section.id] = tabOf(section);
    bar.appendChild(tabs[section.id]);
  });
  panel.insertBefore(bar, panel.firstChild);
  panel.classList.add("tabbed");
  panel.parentElement.classList.add("tabbed");
  /* Its sections scroll now. */
  panel.tabIndex = -1;
  now = report.id;
  arrange();
  var named = document.getElementById(window.location.hash.slice(1) || "-");
  if (named && panel.contains(named)) {
    show(named);
  }
  wide.addEventListener("change", arrange);
})();
