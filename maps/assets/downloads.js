/* The page's data as files: GeoJSON, KML and CSV, made in the browser from what the page holds. */
(function () {
  "use strict";

  var page = frontmap.page;
  var KINDS = [["places", "Places"], ["claims", "Statements"], ["events", "Events"],
    ["axes", "Axes of advance"]];
  var ONE = { places: "place", claims: "claim", events: "event", axes: "axis" };
  /* In the order in which a feature's shape is looked for: what it is, before how it is drawn. */
  var SHAPES = ["places", "measured", "advances", "grounds", "outlines", "control", "changed"];
  /* Columns in the order that a reader wants; any further ones follow. */
  var COLUMNS = {
    places: ["name", "lat", "lon", "status", "side", "standing", "kind", "admin1", "country",
      "precision_m", "estimated", "written", "source", "id", "key"],
    claims: ["what", "stated", "measured", "verdict_label", "standing", "source", "report",
      "subject", "reference", "start", "end", "verdict", "key"],
    events: ["date", "actor", "action", "what", "place", "status", "standing", "negated", "report",
      "start", "end", "key"],
    axes: ["date", "actor", "what", "verb", "from", "toward", "from_wind", "heading", "standing",
      "source", "report", "start", "end", "from_lon", "from_lat", "toward_lon", "toward_lat",
      "open_end", "key"],
  };
  var NOTE = "A verdict is about the measurement alone, not about whether anything happened.";

  /* ---- what there is ---- */

  function stored() {
    return document.getElementById("frontmap-records") ? frontmap.records() : null;
  }

  /* Few reports state an axis; nothing is said of none. */
  function kinds(records) {
    return KINDS.filter(function (kind) { return kind[0] !== "axes" || records.axes.key; });
  }

  /* Columns into one object a row; a report is told by its id. */
  function rows(records, kind) {
    var columns = records[kind];
    var known = COLUMNS[kind].filter(function (name) { return Object.hasOwn(columns, name); });
    var names = known.concat(Object.keys(columns).filter(function (name) {
      return known.indexOf(name) < 0;
    }));
    return names.length === 0 ? [] : columns[names[0]].map(function (_, i) {
      var row = {};
      names.forEach(function (name) {
        var value = columns[name][i];
        row[name] = name === "report" ? records.reports.id[value] : value;
      });
      return row;
    });
  }

  /* Tables of pages without records: one object a row, by the names of the columns. */
  function tables() {
    return Array.prototype.map.call(page.panel.querySelectorAll("table"), function (table) {
      var heads = Array.prototype.map.call(table.querySelectorAll("thead th"), words);
      var section = table.closest("section");
      var title = section && section.querySelector("h2, h3");
      return {
        title: title ? words(title) : "Table",
        heads: heads,
        rows: Array.prototype.filter.call(table.tBodies, function (body) {
          return !body.classList.contains("group") && body.rows.length > 0;
        }).map(function (body) {
          var row = body.id ? { key: body.id } : {};
          Array.prototype.forEach.call(body.rows[0].cells, function (cell, i) {
            row[heads[i] || "Column " + (i + 1)] = words(cell);
          });
          return row;
        }),
      };
    }).filter(function (table) { return table.rows.length > 0; });
  }

  function words(element) {
    return element.textContent.replace(/\s+/g, " ").trim();
  }

  /* Title, sources, licences and checksums, as the page shows them. */
  function about() {
    var made = {};
    page.each(document.querySelectorAll(".made-from > div"), function (line) {
      made[words(line.querySelector("dt"))] = words(line.querySelector("dd"));
    });
    return {
      title: document.title,
      subtitle: Array.prototype.map.call(document.querySelectorAll(".subtitle > span"), words)
        .join(" · "),
      credit: Array.prototype.map.call(document.querySelectorAll(".credit"), words).join(" "),
      warnings: Array.prototype.map.call(document.querySelectorAll(".stamps > li"), words),
      note: document.getElementById("claims") ? NOTE : undefined,
      made_from: made,
    };
  }

  function shape(card) {
    var found = (page.byCard[card] || []).filter(function (item) {
      return SHAPES.indexOf(item.key) >= 0;
    });
    found.sort(function (a, b) { return SHAPES.indexOf(a.key) - SHAPES.indexOf(b.key); });
    return found.length ? found[0].part.toGeoJSON().geometry : null;
  }

  function point(place) {
    return { type: "Point", coordinates: [place.lon, place.lat] };
  }

  /* Everything as GeoJSON features, in groups: [title, features]. */
  function groups() {
    var records = stored();
    return records ? recorded(records) : drawn();
  }

  function recorded(records) {
    var places = rows(records, "places");
    var byId = {};
    places.forEach(function (place) { byId[place.id] = place; });
    var shapes = {
      places: function (row) { return row.pinned ? point(row) : shape(row.key); },
      claims: function (row) {
        var ends = [byId[row.subject], byId[row.reference]];
        return shape(row.key) || (ends[0] && ends[1] && ends[0].pinned && ends[1].pinned
          ? { type: "LineString", coordinates: ends.map(function (end) { return [end.lon, end.lat]; }) }
          : null);
      },
      events: function (row) {
        var place = byId[row.place];
        return shape(row.key) || (place && place.pinned ? point(place) : null);
      },
      axes: function (row) {
        return row.from_lon === null ? null : { type: "LineString", coordinates: [
          [row.from_lon, row.from_lat], [row.toward_lon, row.toward_lat]] };
      },
    };
    return kinds(records).map(function (kind) {
      return [kind[1], (kind[0] === "places" ? places : rows(records, kind[0])).map(function (row) {
        return feature(ONE[kind[0]], row, shapes[kind[0]](row));
      })];
    });
  }

  function drawn() {
    return tables().map(function (table) {
      return [table.title, table.rows.map(function (row) {
        return feature("row", row, frontmap.data().givable === false ? null : shape(row.key));
      })];
    });
  }

  function feature(kind, row, geometry) {
    var properties = { kind_of_row: kind };
    Object.keys(row).forEach(function (name) { properties[name] = row[name]; });
    return { type: "Feature", id: row.key, geometry: geometry, properties: properties };
  }

  /* ---- GeoJSON ---- */

  frontmap.asGeoJson = function () {
    var features = [];
    groups().forEach(function (group) { features.push.apply(features, group[1]); });
    return JSON.stringify({ type: "FeatureCollection", metadata: about(), features: features }, null, 1);
  };

  /* ---- KML ---- */

  var KML = "http://www.opengis.net/kml/2.2";

  /* XML holds no control characters and no half of a pair. */
  function clean(value) {
    var text = Array.isArray(value) ? value.join("; ") : String(value);
    return text.replace(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      "\ufffd"
    );
  }

  /* A reader of KML takes a description for HTML, so text in it is escaped once more. */
  function inert(text) {
    return clean(text).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;")
      .replace(/"/g, "&quot;").replace(/\$/g, "&#36;");
  }

  frontmap.asKml = function () {
    var xml = document.implementation.createDocument(KML, "kml", null);

    function add(parent, name, text) {
      var made = xml.createElementNS(KML, name);
      if (text !== undefined) {
        made.textContent = clean(text);
      }
      return parent.appendChild(made);
    }

    var told = about();
    var root = add(xml.documentElement, "Document");
    add(root, "name", told.title);
    add(root, "description", [told.subtitle, told.credit, told.note || ""].concat(told.warnings)
      .filter(Boolean).map(inert).join("<br>"));
    groups().forEach(function (group) {
      var folder = add(root, "Folder");
      add(folder, "name", group[0]);
      group[1].forEach(function (one) {
        if (one.geometry) {
          placemark(folder, one, add);
        }
      });
    });
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + new XMLSerializer().serializeToString(xml);
  };

  function placemark(folder, one, add) {
    var p = one.properties;
    var known = Object.keys(p).filter(function (name) {
      return p[name] !== null && p[name] !== "" && !(Array.isArray(p[name]) && !p[name].length);
    });
    var mark = add(folder, "Placemark");
    add(mark, "name", p.name || p.what || Object.values(p)[2] || one.id);
    add(mark, "description", known.map(function (name) {
      return "<b>" + inert(name) + "</b>: " + inert(p[name]);
    }).join("<br>"));
    var data = add(mark, "ExtendedData");
    known.forEach(function (name) {
      var entry = add(data, "Data");
      entry.setAttribute("name", clean(name));
      add(entry, "value", p[name]);
    });
    geometry(mark, one.geometry, add);
  }

  function run(points) {
    return points.map(function (at) { return at[0] + "," + at[1]; }).join(" ");
  }

  function geometry(parent, shape, add) {
    var parts = shape.coordinates;
    if (shape.type === "Point") {
      add(add(parent, "Point"), "coordinates", run([parts]));
    } else if (shape.type === "LineString") {
      var line = add(parent, "LineString");
      add(line, "tessellate", "1");
      add(line, "coordinates", run(parts));
    } else if (shape.type === "Polygon") {
      var polygon = add(parent, "Polygon");
      parts.forEach(function (ring, i) {
        var edge = add(polygon, i ? "innerBoundaryIs" : "outerBoundaryIs");
        add(add(edge, "LinearRing"), "coordinates", run(ring));
      });
    } else {
      var whole = add(parent, "MultiGeometry");
      parts.forEach(function (part) {
        geometry(whole, { type: shape.type.replace("Multi", ""), coordinates: part }, add);
      });
    }
  }

  /* ---- CSV ---- */

  /* Text that a spreadsheet would take for a formula gets an apostrophe in front. */
  function field(value) {
    if (value === null || value === undefined) {
      return "";
    }
    var text = Array.isArray(value) ? value.join("; ") : String(value);
    if (typeof value !== "number" && /^[=+\-@\t\r]/.test(text)) {
      text = "'" + text;
    }
    return /[",\n\r]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
  }

  function csv(table) {
    var names = [];
    table.forEach(function (row) {
      Object.keys(row).forEach(function (name) {
        if (names.indexOf(name) < 0) {
          names.push(name);
        }
      });
    });
    return [names].concat(table.map(function (row) {
      return names.map(function (name) { return row[name]; });
    })).map(function (line) { return line.map(field).join(",") + "\n"; }).join("");
  }

  /* One table as CSV: `places`, `claims`, `events` or `axes`; on other pages the number of a table. */
  frontmap.asCsv = function (which) {
    var records = stored();
    return csv(records ? rows(records, which) : tables()[which].rows);
  };

  /* ---- saving ---- */

  function named(ending) {
    var slug = document.title.normalize("NFKD").replace(/[^A-Za-z0-9]+/g, "-")
      .replace(/^-+|-+$/g, "").toLowerCase().slice(0, 60).replace(/-+$/, "");
    return (slug || "frontmap") + ending;
  }

  frontmap.save = function (blob, ending) {
    var link = document.createElement("a");
    var address = URL.createObjectURL(blob);
    link.href = address;
    link.download = named(ending);
    link.click();
    setTimeout(function () { URL.revokeObjectURL(address); }, 10000);
    frontmap.say("Saved as " + link.download);
  };

  function text(make, ending, type) {
    return function () {
      frontmap.save(new Blob([make()], { type: type + ";charset=utf-8" }), ending);
    };
  }

  var shaped = stored() || SHAPES.some(function (key) {
    return page.layers[key] && page.layers[key].getLayers().length > 0;
  });
  var items = !shaped ? [] : [
    { key: "geojson", label: "All as GeoJSON",
      act: text(frontmap.asGeoJson, ".geojson", "application/geo+json") },
    { key: "kml", label: "All as KML",
      act: text(frontmap.asKml, ".kml", "application/vnd.google-earth.kml+xml") },
  ];
  var ungiven = frontmap.data().givable === false;
  if (ungiven) {
    items.forEach(function (item) {
      item.disabled = true;
      item.title = "Nobody states a licence for this map: its ground is not given away";
    });
  }
  function tableItem(which, title, ending) {
    items.push({
      key: "csv-" + which, label: title + " as CSV",
      act: text(function () { return frontmap.asCsv(which); }, "-" + ending + ".csv", "text/csv"),
    });
  }
  if (stored()) {
    kinds(stored()).forEach(function (kind) { tableItem(kind[0], kind[1], kind[0]); });
  } else {
    tables().forEach(function (table, i) { tableItem(i, table.title, String(i + 1)); });
  }
  items.push({ key: "png", label: "Picture (PNG)", title: "The map as it is now, with its title and key",
    act: function () { frontmap.picture().then(function (blob) { frontmap.save(blob, ".png"); }); } });
  items.push({ key: "print", label: "Print or save as PDF", act: function () { window.print(); } });
  frontmap.toolMenu({ key: "download", label: "Download", items: items });
})();
