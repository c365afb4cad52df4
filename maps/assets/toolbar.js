/* The bar of tools above the map; each tool adds itself. */
(function () {
  "use strict";

  var bar = document.getElementById("tools");
  var open = null;

  /* Say something to those who cannot see what changed. */
  frontmap.say = function (text) {
    document.getElementById("told").textContent = text;
  };

  function add(element) {
    bar.hidden = false;
    bar.appendChild(element);
    return element;
  }

  function button(tool) {
    var made = document.createElement("button");
    made.type = "button";
    made.id = "tool-" + tool.key;
    made.textContent = tool.label;
    if (tool.title) {
      made.title = tool.title;
    }
    return made;
  }

  /* A button: {key, label, title, act, toggles}. `act` is given the button; one that toggles shows
     its state by aria-pressed. */
  frontmap.tool = function (tool) {
    var made = add(button(tool));
    if (tool.toggles) {
      made.setAttribute("aria-pressed", "false");
    }
    made.addEventListener("click", function () { tool.act(made); });
    return made;
  };

  /* Any other element, such as a field to search in. */
  frontmap.toolElement = add;

  function close() {
    if (open) {
      open.button.setAttribute("aria-expanded", "false");
      open.list.hidden = true;
      open = null;
    }
  }

  /* A button that shows further ones: {key, label, title, items: [{key, label, title, act, disabled}]}; an item
     may be an element too, which stays open when it is used. */
  frontmap.toolMenu = function (menu) {
    var holder = document.createElement("div");
    holder.className = "menu";
    var opener = button(menu);
    var list = document.createElement("div");
    list.id = opener.id + "-list";
    list.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    opener.setAttribute("aria-controls", list.id);
    holder.append(opener, list);
    menu.items.forEach(function (item) {
      if (item instanceof Element) {
        list.appendChild(item);
        return;
      }
      var made = button(item);
      made.disabled = !!item.disabled;
      list.appendChild(made);
      made.addEventListener("click", function () {
        close();
        opener.focus();
        item.act(made);
      });
    });
    opener.addEventListener("click", function () {
      var wanted = !open || open.button !== opener;
      close();
      if (wanted) {
        open = { button: opener, list: list };
        opener.setAttribute("aria-expanded", "true");
        list.hidden = false;
      }
    });
    return add(holder);
  };

  document.addEventListener("click", function (event) {
    if (open && !open.button.parentElement.contains(event.target)) {
      close();
    }
  });

  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && open) {
      var opener = open.button;
      close();
      opener.focus();
    }
  });
})();
