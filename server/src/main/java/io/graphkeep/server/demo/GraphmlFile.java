package io.graphkeep.server.demo;

import java.util.List;

/** The graph as NetworkX writes it: nodes, then edges grouped by the node that they start from. */
final class GraphmlFile {
    private static final String HEAD = """
        <?xml version='1.0' encoding='utf-8'?>
        <graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
        xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
          <key id="d5" for="edge" attr.name="keywords" attr.type="string" />
          <key id="d4" for="edge" attr.name="description" attr.type="string" />
          <key id="d3" for="edge" attr.name="weight" attr.type="double" />
          <key id="d2" for="node" attr.name="description" attr.type="string" />
          <key id="d1" for="node" attr.name="entity_type" attr.type="string" />
          <key id="d0" for="node" attr.name="entity_id" attr.type="string" />
          <graph edgedefault="undirected">
        """;

    private GraphmlFile() {}

    static String text(List<SampleContent.Entity> entities, List<SampleContent.Relation> relations) {
        var text = new StringBuilder(HEAD);
        for (var entity : entities) {
            text.append("    <node id=\"").append(escaped(entity.name())).append("\">\n");
            data(text, "d0", entity.name());
            data(text, "d1", entity.type());
            data(text, "d2", entity.description());
            text.append("    </node>\n");
        }
        for (var relation : relations) {
            text.append("    <edge source=\"").append(escaped(relation.source().name()));
            text.append("\" target=\"")
                    .append(escaped(relation.target().name()))
                    .append("\">\n");
            data(text, "d3", "1.0");
            data(text, "d4", relation.description());
            data(text, "d5", relation.keywords());
            text.append("    </edge>\n");
        }
        return text.append("  </graph>\n</graphml>\n").toString();
    }

    private static void data(StringBuilder text, String key, String value) {
        text.append("      <data key=\"")
                .append(key)
                .append("\">")
                .append(escaped(value))
                .append("</data>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
