/* The texts of reports that tell of very many places, written as far as somebody reads: names, events
   and stated measurements are marked as `maps/report_text.py` marks them on other pages. */
(function () {
  "use strict";

  var section = document.getElementById("report");
  if (!section || !section.dataset.many) {
    return;
  }
  var many = frontmap.many;
  var page = frontmap.page;
  var tag = many.tag;
  var reports = many.marks.reports;
  /* Characters that are written at once, and of one paragraph at most. */
  var PIECE = 12000, BLOCK = 3000;
  var article = tag("article", "text");
  var words = tag("div", "words");
  var end = tag("p", "");
  var list = null;
  var now = -1, written = 0, length = 0, spans = [];

  /* Everything that is marked in a report: {start, end, kind, i}, in its order. */
  function spansOf(report) {
    var found = [], named = many.cards().mentions;
    function add(kind, rows, last) {
      (rows.report || []).forEach(function (of, i) {
        if (of === report) {
          found.push({ start: rows.start[i], end: last(i), kind: kind, i: i });
        }
      });
    }
    add("mention", named, function (i) { return named.start[i] + named.length[i]; });
    add("claim", many.claims, function (i) { return many.claims.end[i]; });
    add("event", many.events, function (i) { return many.events.end[i]; });
    return found.sort(function (a, b) { return a.start - b.start || b.end - a.end; });
  }

  function keyOf(span) {
    return span.kind === "mention" ? many.places.key[many.cards().mentions.place[span.i]]
      : many[span.kind + "s"].key[span.i];
  }

  function number(side) {
    return side !== null && many.sides.has(side) ? many.sides.get(side).number : 0;
  }

  function looks(span) {
    if (span.kind === "mention") {
      var i = many.cards().mentions.place[span.i], first = many.statusesOf(i)[0];
      return "place" + (many.places.pinned[i] ? " pinned" : "") +
        (many.places.estimated[i] ? " estimated" : "") +
        (first && many.places.pinned[i] ? " is-" + first[1] + " of-" + number(first[0]) : "");
    }
    if (span.kind === "claim") {
      return "stated lines-1 a-" + many.claims.verdict[span.i];
    }
    return "event " + many.events.standing[span.i] + " by-" + number(many.events.actor[span.i]);
  }

  /* The text between two offsets, cut wherever a span begins or ends. */
  function pieces(start, stop, into) {
    var inside = spans.filter(function (span) { return span.start < stop && span.end > start; });
    var cuts = new Set([start, stop]);
    inside.forEach(function (span) {
      cuts.add(Math.max(start, span.start));
      cuts.add(Math.min(stop, span.end));
    });
    cuts = Array.from(cuts).sort(function (a, b) { return a - b; });
    cuts.slice(1).forEach(function (to, n) {
      var from = cuts[n];
      var over = inside.filter(function (span) { return span.start <= from && span.end >= to; });
      var text = many.slice(now, from, to);
      if (!over.length) {
        into.append(text);
        return;
      }
      /* The shortest span first: a click chooses it. */
      over.sort(function (a, b) { return (a.end - a.start) - (b.end - b.start); });
      var named = over.find(function (span) { return span.kind === "mention"; });
      var made = tag(named && named.start === from ? "a" : "span", over.map(looks).join(" "), text);
      made.dataset.is = over.map(keyOf).join(" ");
      if (made.tagName === "A") {
        made.classList.add("at");
        made.href = "#" + keyOf(named);
      }
      into.append(made);
    });
  }

  /* Where the next paragraph ends: at a blank line, or where it has become long. */
  function stopOf(start) {
    var ahead = many.slice(now, start, start + BLOCK);
    var blank = /\n[^\S\n]*\n\s*/.exec(ahead);
    if (blank) {
      return start + blank.index + blank[0].length;
    }
    var last = start + BLOCK >= length ? ahead.length : ahead.lastIndexOf(" ") + 1 || ahead.length;
    var inside = spans.find(function (span) {
      return span.start < start + last && span.end > start + last && span.start > start;
    });
    return inside ? inside.start : start + last;
  }

  function write(until) {
    while (written < Math.min(until, length)) {
      var stop = Math.max(written + 1, stopOf(written));
      var made = tag("p", "");
      made.dir = "auto";
      pieces(written, stop, made);
      words.append(made);
      written = stop;
    }
    end.hidden = written >= length;
    end.textContent = "The text goes on.";
    mark();
  }

  function open(report) {
    if (report !== now) {
      now = report;
      spans = spansOf(report);
      var text = many.text(report);
      length = /[\ud800-\udbff][\udc00-\udfff]/.test(text) ? Array.from(text).length : text.length;
      written = 0;
      words.textContent = "";
      words.lang = reports.lang[report];
      if (list) {
        list.value = String(report);
        facts.textContent = reports.facts[report];
      }
      write(PIECE);
    }
  }

  function mark() {
    words.querySelectorAll(".chosen").forEach(function (one) { one.classList.remove("chosen"); });
    var card = frontmap.chosen;
    if (card) {
      words.querySelectorAll("[data-is~='" + card + "']").forEach(function (one) {
        one.classList.add("chosen");
      });
    }
  }

  /* Show where the text says it first. */
  function read(card) {
    var found = many.find(card), at = null;
    if (found && found.kind === "place") {
      var places = many.cards().places;
      at = { report: places.report[found.i], start: places.start[found.i] };
    } else if (found) {
      var rows = many[found.kind + "s"];
      at = { report: rows.report[found.i], start: rows.start[found.i] };
    }
    if (!at) {
      return;
    }
    frontmap.tabs.show(section);
    open(at.report);
    write(at.start + PIECE / 4);
    var one = words.querySelector("[data-is~='" + card + "']");
    words.querySelectorAll(".here").forEach(function (old) { old.classList.remove("here"); });
    if (one) {
      one.classList.add("chosen", "here");
      one.scrollIntoView({ block: "center" });
    }
  }

  section.addEventListener("click", function (event) {
    var aim = event.target.closest(".words [data-is]");
    if (!aim || event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (!event.detail || window.getSelection().isCollapsed) {
      var cards = aim.dataset.is.split(" ");
      page.choose(cards[(cards.indexOf(frontmap.chosen) + 1) % cards.length],
        { from: "table", opener: aim });
    }
  });

  document.addEventListener("click", function (event) {
    var link = event.target.closest ? event.target.closest("a.in-text") : null;
    if (link) {
      event.preventDefault();
      event.stopPropagation();
      read(link.dataset.card);
    }
  }, true);

  frontmap.on("chosen", mark);

  /* ---- begin ---- */

  var facts = tag("p", "note");
  if (reports.name.length > 1) {
    list = tag("select", "");
    list.id = "report-choice";
    reports.name.forEach(function (name, i) {
      var option = tag("option", "", name);
      option.value = String(i);
      list.append(option);
    });
    list.addEventListener("change", function () {
      open(Number(list.value));
      section.scrollTop = 0;
    });
    var label = tag("label", "report-choice", "Report ", list);
    section.querySelector("h2").after(label, facts);
  }
  article.append(words, end);
  section.append(article);
  end.className = "note";
  new IntersectionObserver(function (seen) {
    if (seen.some(function (one) { return one.isIntersecting; }) && now >= 0) {
      write(written + PIECE);
    }
  }, { rootMargin: "600px" }).observe(end);

  function visible() {
    if (now < 0 && frontmap.tabs.onShow(section)) {
      open(0);
    }
  }

  frontmap.on("tab", visible);
  frontmap.text = {
    tells: function (card) { return many.find(card) !== null; },
    show: read,
  };
  window.requestAnimationFrame(visible);
})();
