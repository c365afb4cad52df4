/* Rows and cards of very many places, claims and events, written when somebody looks at them: what
   `maps/panel.py` and `maps/cards.py` write on other pages. Text is only ever put in as text. */
(function () {
  "use strict";

  var many = frontmap.many;
  var words = many.words;
  var ROOM = 240, QUOTES = 3;

  /* An element with a class and children, which are elements, text or null. */
  function tag(name, kind) {
    var made = document.createElement(name);
    if (kind) {
      made.className = kind;
    }
    for (var i = 2; i < arguments.length; i++) {
      if (arguments[i] !== null && arguments[i] !== undefined) {
        made.append(arguments[i]);
      }
    }
    return made;
  }

  function fact(term, value) {
    return value === "" || value === null ? null :
      tag("div", "", tag("dt", "", term), tag("dd", "", value));
  }

  function facts(kind, list) {
    return tag.apply(null, ["dl", kind].concat(list));
  }

  function go(key, text) {
    var button = tag("button", "go", text);
    button.type = "button";
    button.dataset.card = key;
    return button;
  }

  function sideName(code) {
    return code === null ? "side not stated" :
      many.sides.has(code) ? many.sides.get(code).name : code;
  }

  function sideSwatch(code) {
    return code !== null && many.sides.has(code) ? "side side-" + many.sides.get(code).number : "side";
  }

  function standing(word) {
    return tag("span", "standing " + word, words.standings[word]);
  }

  function verdict(i) {
    var word = many.claims.verdict[i];
    var sign = tag("span", "sign", words.signs[word]);
    sign.setAttribute("aria-hidden", "true");
    return tag("span", "verdict " + word, sign, " ", words.verdicts[word]);
  }

  /* Figures whose bracket stays on one line. */
  function unbroken(figures) {
    var at = figures.lastIndexOf(" (");
    var made = document.createDocumentFragment();
    if (at < 0) {
      made.append(figures);
    } else {
      made.append(figures.slice(0, at), " ", tag("span", "whole", figures.slice(at + 1)));
    }
    return made;
  }

  /* ---- quotes ---- */

  var points = {}, inputs = null;

  /* The text of a report, which the page holds among what it was made from. */
  many.text = function (report) {
    inputs = inputs || frontmap.block("frontmap-inputs");
    return many.marks.reports.text[report] || inputs.reports[report].text;
  };

  /* Offsets count characters; a character beyond the first 65,536 is two units of a string here. */
  function slice(report, start, end) {
    var text = many.text(report);
    if (points[report] === undefined) {
      points[report] = /[\ud800-\udbff][\udc00-\udfff]/.test(text) ? Array.from(text) : null;
    }
    return points[report] ? points[report].slice(start, end).join("") : text.slice(start, end);
  }

  function joined(text) {
    return text.split(/\s+/).filter(Boolean).join(" ");
  }

  function quote(report, start, end, lead, tail) {
    var before = slice(report, start - lead, start), middle = slice(report, start, end);
    var behind = slice(report, end, end + tail);
    if (before.length > ROOM) {
      before = "…" + before.slice(-ROOM);
    }
    if (behind.length > ROOM) {
      behind = behind.slice(0, ROOM) + "…";
    }
    if (middle.length > 2 * ROOM) {
      middle = middle.slice(0, ROOM) + " … " + middle.slice(-ROOM);
    }
    var names = many.marks.reports.name;
    return tag("blockquote", "",
      tag("p", "", joined(before) + (/[ \n]$/.test(before) ? " " : ""),
        tag("mark", "", joined(middle)), (/^[ \n]/.test(behind) ? " " : "") + joined(behind)),
      names.length > 1 ? tag("cite", "", names[report]) : null);
  }

  function quoteOf(kind, i) {
    var row = many[kind], card = many.cards()[kind];
    return quote(row.report[i], row.start[i], row.end[i], card.lead[i], card.tail[i]);
  }

  /* ---- which events and claims are about which place ---- */

  var about = {};

  function rowsOf(kind, column, id) {
    if (!about[kind]) {
      about[kind] = new Map();
      (many[kind][column] || []).forEach(function (place, i) {
        if (place !== null) {
          if (!about[kind].has(place)) {
            about[kind].set(place, []);
          }
          about[kind].get(place).push(i);
        }
      });
    }
    return about[kind].get(id) || [];
  }

  /* ---- cards ---- */

  function listed(title, items) {
    if (!items.length) {
      return [];
    }
    return [tag("h5", "", title), tag.apply(null, ["ul", ""].concat(items))];
  }

  function eventLine(i) {
    return tag("li", "", tag("b", "", sideName(many.events.actor[i])), " ", many.events.what[i], ", ",
      standing(many.events.standing[i]), tag("span", "who", many.cards().events.said[i]));
  }

  function claimLine(i) {
    var link = tag("a", "", many.claims.what[i]);
    link.href = "#" + many.claims.key[i];
    return tag("li", "", link, ": stated ", many.claims.stated[i], ", measured ",
      many.claims.measured[i], " – ", verdict(i));
  }

  function quotesOf(i, happened) {
    var card = many.cards().places, seen = {}, found = [];
    function add(report, start, end, lead, tail) {
      var sentence = report + ":" + (start - lead);
      if (!seen[sentence] && found.length < QUOTES) {
        seen[sentence] = true;
        found.push(quote(report, start, end, lead, tail));
      }
    }
    happened.forEach(function (e) {
      var said = many.cards().events;
      add(many.events.report[e], many.events.start[e], many.events.end[e], said.lead[e], said.tail[e]);
    });
    add(card.report[i], card.start[i], card.start[i] + card.length[i], card.lead[i], card.tail[i]);
    return found;
  }

  function position(i) {
    var lon = many.places.lon[i], lat = many.places.lat[i];
    return Math.abs(lat).toFixed(4) + "° " + (lat >= 0 ? "N" : "S") + ", " +
      Math.abs(lon).toFixed(4) + "° " + (lon >= 0 ? "E" : "W") + " ± " + many.cards().places.known[i];
  }

  function place(i) {
    var p = many.places, card = many.cards().places;
    var happened = rowsOf("events", "place", p.id[i]);
    var statuses = many.statusesOf(i).map(function (one) {
      return tag("li", "", tag("b", "", words.statuses[one[1]]), " – " + sideName(one[0]) + ", ",
        standing(one[2]));
    });
    var kind = [card.feature[i], card.where[i]].filter(Boolean).join(", ");
    var written = p.written[i].map(function (text) { return "“" + text + "”"; }).join(", ");
    return [].concat(
      tag("h4", "", p.name[i], tag("small", "", kind)),
      card.note[i] ? tag("p", "note", card.note[i]) : [],
      statuses.length ? tag.apply(null, ["ul", "statuses"].concat(statuses)) : [],
      listed("What happened", happened.map(eventLine)),
      listed("What is stated about it", rowsOf("claims", "subject", p.id[i]).map(claimLine)),
      quotesOf(i, happened),
      facts("", [
        fact("As written", written),
        fact("Named", card.named[i] > 1 ? card.named[i] + " ×" : "once"),
        fact("Why this place", card.why[i]),
        fact("Belief", card.belief[i]),
        fact("Not chosen", card.rivals[i]),
        p.pinned[i] ? fact("Position", position(i)) : null,
        card.derived[i] ? fact("Worked out from", "stated relations, not observed") : null,
        fact("Source", p.source[i]),
      ])
    );
  }

  function claim(i) {
    var c = many.claims, card = many.cards().claims;
    return [].concat(
      tag("h4", "again", c.what[i]),
      facts("again figures", [
        fact("Stated", c.stated[i]), fact("Measured", c.measured[i]), fact("Verdict", verdict(i)),
      ]),
      quoteOf("claims", i),
      card.why[i] ? tag("p", "", card.why[i]) : [],
      facts("", [
        fact("Held back by", card.cause[i]), fact("Fits elsewhere", card.fits[i]),
        fact("Who says so", card.said[i]), fact("Standing", standing(c.standing[i])),
        fact("About", card.day[i]),
      ])
    );
  }

  function event(i) {
    var e = many.events, card = many.cards().events;
    var status = e.status[i] !== null && !e.negated[i]
      ? words.statuses[e.status[i]] + " (seen from " + sideName(e.actor[i]) + ")" : "";
    return [
      tag("h4", "again", sideName(e.actor[i]), ": ", e.what[i]),
      facts("", [
        fact("When", card.day[i] || "undated"), fact("Who says so", card.said[i]),
        fact("Standing", standing(e.standing[i])), fact("Status", status),
      ]),
      quoteOf("events", i),
    ];
  }

  var CARDS = { places: place, claims: claim, events: event };

  /* ---- rows ---- */

  function cell(label, content) {
    var made = tag("td", "", content);
    made.dataset.label = label;
    return made;
  }

  function head(content) {
    var made = tag("th", "", content);
    made.scope = "row";
    return made;
  }

  function placeCells(i) {
    var p = many.places, where = [p.admin1[i], p.country[i]].filter(function (part) {
      return part && part !== p.name[i];
    }).join(", ");
    var known = p.pinned[i]
      ? (p.estimated[i] ? "estimated, " : "") + "± " + many.cards().places.known[i] : "";
    var at = tag("span", "", where, known ? " " : null, known ? tag("small", "", known) : null);
    var statuses = tag("span", "");
    many.statusesOf(i).forEach(function (one, n) {
      var made = tag("span", sideSwatch(one[0]), words.statuses[one[1]]);
      made.title = sideName(one[0]);
      statuses.append(n ? " " : "", made);
    });
    return [
      head(many.marks.places.located[i] ? go(p.key[i], p.name[i]) : p.name[i]),
      cell("Where", at), cell("Status", statuses.childNodes.length ? statuses : "—"),
    ];
  }

  function measured(i) {
    var beyond = many.cards().claims.beyond[i], made = tag("span", "", unbroken(many.claims.measured[i]));
    if (beyond) {
      made.append(" ", tag("small", "", beyond));
    }
    return made;
  }

  function claimCells(i) {
    var c = many.claims, drawn = many.shapes.ends(i) !== null;
    return [
      head(drawn ? go(c.key[i], c.what[i]) : c.what[i]),
      cell("Stated", unbroken(c.stated[i])), cell("Measured", measured(i)),
      cell("Verdict", verdict(i)),
    ];
  }

  function eventCells(i) {
    var e = many.events;
    return [
      head(tag("span", sideSwatch(e.actor[i]), sideName(e.actor[i]))),
      cell("What and where", many.marks.events.located[i] ? go(e.key[i], e.what[i]) : e.what[i]),
      cell("When", many.cards().events.day[i] || "—"), cell("Standing", standing(e.standing[i])),
    ];
  }

  var CELLS = { places: placeCells, claims: claimCells, events: eventCells };

  /* A row of a table with its card, which is written once it is opened or wanted. */
  function row(kind, i) {
    var made = document.createElement("tbody");
    made.id = many[kind].key[i];
    if (kind === "claims") {
      made.dataset.verdict = many.claims.verdict[i];
    }
    if (kind === "events") {
      var at = many.byId.get(many.events.place[i]);
      if (at !== undefined) {
        made.dataset.place = many.places.key[at];
      }
    }
    var holder = tag("div", "card");
    var more = tag("details", "",
      tag("summary", "", "More", tag("span", "unseen", " about this")), holder);
    made.fill = function () {
      if (!holder.childNodes.length) {
        holder.append.apply(holder, CARDS[kind](i));
      }
    };
    more.addEventListener("toggle", made.fill);
    var said = tag("a", "in-text", "In the text", tag("span", "unseen", ": where this is said"));
    said.href = "#at-" + made.id;
    said.dataset.card = made.id;
    var under = tag("td", "", more, said);
    var cells = CELLS[kind](i);
    under.colSpan = cells.length;
    made.append(tag.apply(null, ["tr", ""].concat(cells)), tag("tr", "more", under));
    return made;
  }

  many.slice = slice;
  many.row = row;
  many.tag = tag;
  many.sideName = sideName;
})();
