import { escapeXml } from "./escape-xml";

test("nothing can end an element or a quoted attribute", () => {
  expect(escapeXml(`<a href="x" title='y'>&amp;`)).toBe("&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;");
});
