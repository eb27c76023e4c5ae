package io.graphkeep.corpus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code graph_chunk_entity_relation.graphml} as NetworkX writes it: nodes in order of insertion, then edges grouped by node.
 *
 * <p>A new edge of an old node therefore lands in the middle of the file.
 */
final class GraphMl {
    private static final String HEAD = """
        <?xml version='1.0' encoding='utf-8'?>
        <graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
        xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
          <key id="d13" for="edge" attr.name="truncate" attr.type="string"/>
          <key id="d12" for="edge" attr.name="created_at" attr.type="long"/>
          <key id="d11" for="edge" attr.name="file_path" attr.type="string"/>
          <key id="d10" for="edge" attr.name="source_id" attr.type="string"/>
          <key id="d9" for="edge" attr.name="keywords" attr.type="string"/>
          <key id="d8" for="edge" attr.name="description" attr.type="string"/>
          <key id="d7" for="edge" attr.name="weight" attr.type="double"/>
          <key id="d6" for="node" attr.name="truncate" attr.type="string"/>
          <key id="d5" for="node" attr.name="created_at" attr.type="long"/>
          <key id="d4" for="node" attr.name="file_path" attr.type="string"/>
          <key id="d3" for="node" attr.name="source_id" attr.type="string"/>
          <key id="d2" for="node" attr.name="description" attr.type="string"/>
          <key id="d1" for="node" attr.name="entity_type" attr.type="string"/>
          <key id="d0" for="node" attr.name="entity_id" attr.type="string"/>
          <graph edgedefault="undirected">
        """;

    private final LightRagGraph graph;
    private final StringBuilder element = new StringBuilder();

    GraphMl(LightRagGraph graph) {
        this.graph = graph;
    }

    void write(Path directory) throws IOException {
        try (var file = new TextFile(directory.resolve("graph_chunk_entity_relation.graphml"))) {
            file.write(HEAD);
            for (var entity : graph.entities()) {
                file.write(node(entity));
            }
            var edges = edgesByNode();
            for (var entity : graph.entities()) {
                for (var relation : edges.getOrDefault(entity, List.of())) {
                    file.write(edge(entity, relation));
                }
            }
            file.write("  </graph>\n</graphml>\n");
        }
    }

    /** Each edge stands with the one of its nodes that comes first. */
    private Map<Entity, List<Relation>> edgesByNode() {
        var place = new IdentityHashMap<Entity, Integer>();
        graph.entities().forEach(entity -> place.put(entity, place.size()));
        var edges = new IdentityHashMap<Entity, List<Relation>>();
        for (var relation : graph.relations()) {
            var first = place.getOrDefault(relation.source(), 0) <= place.getOrDefault(relation.target(), 0)
                    ? relation.source()
                    : relation.target();
            edges.computeIfAbsent(first, none -> new ArrayList<>()).add(relation);
        }
        return edges;
    }

    private CharSequence node(Entity entity) {
        element.setLength(0);
        element.append("    <node id=\"").append(entity.name()).append("\">\n");
        data(0, entity.name());
        data(1, entity.type());
        data(2, entity.mentioned().description(graph.words()));
        origin(3, entity.mentioned());
        return element.append("    </node>\n");
    }

    private CharSequence edge(Entity node, Relation relation) {
        var other = relation.source().equals(node) ? relation.target() : relation.source();
        element.setLength(0);
        element.append("    <edge source=\"")
                .append(node.name())
                .append("\" target=\"")
                .append(other.name())
                .append("\">\n");
        data(7, relation.mentioned().chunkIds().size() + ".0");
        data(8, relation.mentioned().description(graph.words()));
        data(9, relation.keywords(graph.words()));
        origin(10, relation.mentioned());
        return element.append("    </edge>\n");
    }

    private void origin(int firstKey, Mentioned mentioned) {
        data(firstKey, String.join("<SEP>", mentioned.chunkIds()));
        data(firstKey + 1, String.join("<SEP>", mentioned.filePaths()));
        data(firstKey + 2, String.valueOf(mentioned.last().time()));
        data(firstKey + 3, "");
    }

    private void data(int key, String text) {
        element.append("      <data key=\"d").append(key).append("\">");
        element.append(text.replace("<SEP>", "&lt;SEP&gt;")).append("</data>\n");
    }
}
