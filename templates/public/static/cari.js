// Filters the list while one types. Without it the links below the form, or the server's answer, do the same.
(function () {
  "use strict";
  var form = document.getElementById("saring");
  var list = document.getElementById("daftar");
  var said = document.getElementById("hasil");
  if (!form || !list || !window.fetch || !window.URLSearchParams) return;
  var names = ["q", "prodi", "jenis", "tempat"];
  var pager = document.getElementById("halaman");
  var browse = document.getElementById("jelajah");
  var clear = document.getElementById("kosongkan");
  var first = list.innerHTML;
  var begun = wanted();
  var all = null;
  var turn = 0;

  function wanted() {
    var query = new URLSearchParams();
    names.forEach(function (name) {
      var value = form.elements[name].value.trim();
      if (value) query.set(name, value);
    });
    return query.toString();
  }

  function plain(text) {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  }

  function load() {
    if (!all) {
      all = fetch(form.dataset.all).then(function (answer) {
        if (!answer.ok) throw new Error(answer.status);
        return answer.text();
      }).then(function (html) {
        var whole = new DOMParser().parseFromString(html, "text/html");
        return Array.prototype.map.call(whole.querySelectorAll("#daftar > li"), function (item) {
          return { node: document.importNode(item, true), text: plain(item.textContent) };
        });
      });
      all.catch(function () { all = null; });
    }
    return all;
  }

  function fits(item, terms) {
    return terms.every(function (term) { return item.text.indexOf(term) >= 0; }) &&
      names.slice(1).every(function (name) {
        var value = form.elements[name].value;
        var own = item.node.dataset[name].split(" ");
        return !value || own.indexOf(value) >= 0 || own[0] === "*";
      });
  }

  function tell(text) {
    said.textContent = text;
    said.hidden = !text;
  }

  function show() {
    var query = wanted();
    var mine = ++turn;
    var path = form.getAttribute("action");
    clear.hidden = !query;
    if (!query) {
      if (begun) { location.assign(path); return; }
      list.innerHTML = first;
      if (pager) pager.hidden = false;
      tell("");
      history.replaceState(null, "", location.pathname);
      return;
    }
    load().then(function (items) {
      if (mine !== turn) return;
      var terms = plain(form.elements.q.value).match(/[\p{L}\p{N}]+/gu) || [];
      var found = items.filter(function (item) { return fits(item, terms); });
      list.replaceChildren.apply(list, found.map(function (item) { return item.node; }));
      if (pager) pager.hidden = true;
      tell(!found.length ? form.dataset.none : found.length === 1 ? form.dataset.one
        : form.dataset.many.replace("{n}", found.length.toLocaleString(document.documentElement.lang)));
      history.replaceState(null, "", location.pathname + "?" + query);
    }).catch(function () { if (mine === turn) tell(form.dataset.failed); });
  }

  var waiting;
  form.addEventListener("input", function () {
    clearTimeout(waiting);
    waiting = setTimeout(show, 150);
  });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    clearTimeout(waiting);
    show();
  });

  if (form.hidden) {  // files, which answer no query: what the address asks for is done here
    form.hidden = false;
    if (browse) browse.hidden = true;
    var asked = new URLSearchParams(location.search);
    names.forEach(function (name) {
      if (asked.get(name)) form.elements[name].value = asked.get(name);
    });
    if (asked.toString() && wanted()) show();
  }
})();
