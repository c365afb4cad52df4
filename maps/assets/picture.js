/* The map as it stands on the screen, as a picture: canvases, names, small map, scale, key. */
(function () {
  "use strict";

  var SCALE = 2;
  var EDGE = 24;

  function visible(element) {
    var style = getComputedStyle(element);
    return style.visibility !== "hidden" && style.display !== "none" && element.checkVisibility();
  }

  function fontOf(style, size) {
    return [style.fontStyle, style.fontWeight, size + "px", style.fontFamily].join(" ");
  }

  function cased(text, style) {
    return style.textTransform === "uppercase" ? text.toUpperCase() : text;
  }

  /* Paints what the browser has laid out, piece by piece, onto a canvas. */
  function Painter(ctx, origin, ink) {
    this.ctx = ctx;
    this.origin = origin;
    this.ink = ink;
  }

  Painter.prototype.box = function (element) {
    var r = element.getBoundingClientRect();
    return { x: r.left - this.origin.x, y: r.top - this.origin.y, w: r.width, h: r.height };
  };

  Painter.prototype.paint = function (element, skipped) {
    if (!visible(element) || (skipped && element.matches(skipped))) {
      return;
    }
    if (element instanceof HTMLCanvasElement) {
      var at = this.box(element);
      this.ctx.drawImage(element, at.x, at.y, at.w, at.h);
      return;
    }
    if (element instanceof SVGElement && !(element instanceof SVGSVGElement)) {
      this.vector(element);
    } else {
      this.ground(element);
    }
    Array.prototype.forEach.call(element.childNodes, function (child) {
      if (child.nodeType === Node.TEXT_NODE) {
        this.text(child, element);
      } else if (child.nodeType === Node.ELEMENT_NODE) {
        this.paint(child, skipped);
      }
    }, this);
  };

  Painter.prototype.ground = function (element) {
    var style = getComputedStyle(element), at = this.box(element), ctx = this.ctx;
    ctx.save();
    if (element.classList.contains("leader")) {
      this.leader(element, style);
      ctx.restore();
      return;
    }
    ctx.fillStyle = style.backgroundColor;
    ctx.fillRect(at.x, at.y, at.w, at.h);
    [["Top", 0, 0, 1, 0], ["Bottom", 0, 1, 1, 0], ["Left", 0, 0, 0, 1], ["Right", 1, 0, 0, 1]]
      .forEach(function (side) {
        var wide = parseFloat(style["border" + side[0] + "Width"]);
        if (wide && style["border" + side[0] + "Style"] !== "none") {
          ctx.fillStyle = style["border" + side[0] + "Color"];
          ctx.fillRect(
            at.x + side[1] * (at.w - wide), at.y + side[2] * (at.h - wide),
            side[3] ? at.w : wide, side[4] ? at.h : wide);
        }
      });
    ctx.restore();
  };

  /* A turned line from a name to its mark. */
  Painter.prototype.leader = function (element, style) {
    var ctx = this.ctx, at = this.box(element.parentElement);
    var turned = new DOMMatrix(style.transform);
    ctx.translate(at.x, at.y);
    ctx.transform(turned.a, turned.b, turned.c, turned.d, turned.e, turned.f);
    ctx.fillStyle = style.borderTopColor;
    ctx.fillRect(0, 0, parseFloat(style.width), 1);
  };

  Painter.prototype.vector = function (element) {
    var path = null;
    if (element instanceof SVGPathElement) {
      path = new Path2D(element.getAttribute("d"));
    } else if (element instanceof SVGRectElement) {
      path = new Path2D();
      path.rect(element.x.baseVal.value, element.y.baseVal.value,
        element.width.baseVal.value, element.height.baseVal.value);
    }
    if (!path) {
      return;
    }
    var ctx = this.ctx, style = getComputedStyle(element), m = element.getScreenCTM();
    ctx.save();
    ctx.transform(m.a, m.b, m.c, m.d, m.e - this.origin.x, m.f - this.origin.y);
    if (style.fill !== "none") {
      ctx.fillStyle = style.fill;
      ctx.fill(path, style.fillRule);
    }
    if (style.stroke !== "none") {
      ctx.strokeStyle = style.stroke;
      ctx.lineWidth = parseFloat(style.strokeWidth);
      ctx.stroke(path);
    }
    ctx.restore();
  };

  /* Word by word where the browser put it, so that lines break as on the screen. */
  Painter.prototype.text = function (node, element) {
    var style = getComputedStyle(element), ctx = this.ctx, origin = this.origin;
    var matrix = element instanceof SVGElement ? element.getScreenCTM() : null;
    var size = parseFloat(style.fontSize) * (matrix ? matrix.a : 1);
    var halo = style.textShadow !== "none" ? style.textShadow.match(/rgba?\([^)]*\)/) : null;
    ctx.save();
    ctx.font = fontOf(style, size);
    ctx.letterSpacing = style.letterSpacing === "normal" ? "0px" : style.letterSpacing;
    ctx.fillStyle = matrix ? style.fill : style.color;
    ctx.lineJoin = "round";
    var range = document.createRange();
    var words = /\S+/g, found;
    while ((found = words.exec(node.data))) {
      range.setStart(node, found.index);
      range.setEnd(node, found.index + found[0].length);
      var rect = range.getClientRects()[0];
      if (rect) {
        var word = cased(found[0], style);
        var x = rect.left - origin.x;
        var y = rect.top - origin.y + ctx.measureText(word).fontBoundingBoxAscent;
        if (halo) {
          ctx.strokeStyle = halo[0];
          ctx.lineWidth = 3.5;
          ctx.strokeText(word, x, y);
        }
        ctx.fillText(word, x, y);
      }
    }
    ctx.restore();
  };

  /* Lines of a text that fit a width; a word that is wider is cut. */
  function wrapped(ctx, text, wide) {
    var lines = [""];
    text.split(/\s+/).filter(Boolean).forEach(function (word) {
      while (ctx.measureText(word).width > wide && word.length > 1) {
        var part = word.length - 1;
        while (part > 1 && ctx.measureText(word.slice(0, part)).width > wide) {
          part -= 1;
        }
        lines.push(word.slice(0, part));
        word = word.slice(part);
      }
      var last = lines[lines.length - 1];
      var longer = last ? last + " " + word : word;
      if (last && ctx.measureText(longer).width > wide) {
        lines.push(word);
      } else {
        lines[lines.length - 1] = longer;
      }
    });
    return lines.filter(Boolean);
  }

  /* Words above and below the map: [text, font size, line height, element whose look they have]. */
  function block(ctx, items, wide) {
    var laid = [], y = 0;
    items.forEach(function (item) {
      var style = getComputedStyle(item.like);
      var font = fontOf(style, item.size);
      ctx.font = font;
      wrapped(ctx, item.text, wide).forEach(function (line) {
        y += item.size * 1.3;
        laid.push({ text: line, y: y - item.size * 0.28, font: font, colour: style.color });
      });
      y += item.size * 0.35;
    });
    return { lines: laid, high: y };
  }

  function write(ctx, laid, x, y) {
    laid.lines.forEach(function (line) {
      ctx.font = line.font;
      ctx.fillStyle = line.colour;
      ctx.fillText(line.text, x, y + line.y);
    });
  }

  function words(selector) {
    return Array.prototype.map.call(document.querySelectorAll(selector), function (element) {
      return element.textContent.replace(/\s+/g, " ").trim();
    });
  }

  function above() {
    var head = document.querySelector("header");
    var items = [
      { text: document.querySelector("h1").textContent, size: 24, like: head.querySelector("h1") },
      { text: words(".subtitle > span").join("  ·  "), size: 13, like: head.querySelector(".subtitle") },
    ];
    words(".stamps > li").forEach(function (text) {
      items.push({ text: text, size: 12, like: head.querySelector(".stamps > li") });
    });
    return items;
  }

  function below() {
    var like = document.querySelector(".credit");
    var made = Array.from(document.querySelectorAll(".made-from > div"), function (line) {
      var value = line.querySelector("dd").textContent.trim();
      var short = /^[0-9a-f]{64}$/.test(value) ? value.slice(0, 12) : value;
      return line.querySelector("dt").textContent.trim() + " " + short;
    }).join("; ");
    var verdicts = document.getElementById("claims")
      ? "A verdict is about the measurement alone, not about whether anything happened. " : "";
    return words(".credit").concat(verdicts + "North is up.", "Made with " + made).map(function (text) { return { text: text, size: 10, like: like }; });
  }

  /* A promise of a PNG of the map as it is now. */
  frontmap.picture = function () {
    var page = frontmap.page;
    var frame = page.frame.getBoundingClientRect();
    var key = document.querySelector("details.legend[open] .groups");
    var box = key && key.getBoundingClientRect();
    var canvas = document.createElement("canvas");
    var ctx = canvas.getContext("2d");
    var wide = frame.width;
    var head = block(ctx, above(), wide - 2 * EDGE);
    var foot = block(ctx, below(), wide - 2 * EDGE);
    var keyHigh = box ? box.height + 20 : 8;
    canvas.width = wide * SCALE;
    canvas.height = (head.high + frame.height + keyHigh + foot.high + 2 * EDGE) * SCALE;
    ctx.scale(SCALE, SCALE);
    ctx.fillStyle = getComputedStyle(document.body).backgroundColor;
    ctx.fillRect(0, 0, canvas.width, canvas.height);
    write(ctx, head, EDGE, EDGE * 0.6);
    var top = EDGE + head.high;
    page.sharply(function () {
      ctx.save();
      ctx.beginPath();
      ctx.rect(0, top, wide, frame.height);
      ctx.clip();
      new Painter(ctx, { x: frame.left, y: frame.top - top }).paint(page.frame,
        ".leaflet-control-zoom, .leaflet-control-layers, .views, .leaflet-popup-pane, " +
        ".leaflet-tile-pane, .leaflet-control-attribution, .leaflet-bar, .unpictured");
      ctx.restore();
    });
    if (box) {
      new Painter(ctx, { x: box.left - EDGE, y: box.top - top - frame.height - 10 }).paint(key);
    }
    write(ctx, foot, EDGE, top + frame.height + keyHigh);
    return new Promise(function (done) { canvas.toBlob(done, "image/png"); });
  };
})();
