package io.graphkeep.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleGraphTest {
    @TempDir
    private Path folder;

    @Test
    void aVectorFileHasOneRowOfItsMatrixForEachOfItsEntries() throws Exception {
        SampleGraph.write(folder);

        for (var name : new String[] {"vdb_entities.json", "vdb_relationships.json", "vdb_chunks.json"}) {
            var file = json(name);
            var dimension = (int) file.getFieldsOrThrow("embedding_dim").getNumberValue();
            var rows = file.getFieldsOrThrow("data").getListValue().getValuesCount();
            var matrix =
                    Base64.getDecoder().decode(file.getFieldsOrThrow("matrix").getStringValue());
            assertThat(matrix).as(name).hasSize(rows * dimension * Float.BYTES);
            assertThat(rows).as(name).isPositive();
        }
    }

    @Test
    void everyDocumentsChunksAreThereAndTheGraphParses() throws Exception {
        SampleGraph.write(folder);

        var chunks = json("kv_store_text_chunks.json").getFieldsMap();
        for (var status : json("kv_store_doc_status.json").getFieldsMap().values()) {
            var list = status.getStructValue().getFieldsOrThrow("chunks_list").getListValue();
            assertThat(list.getValuesList()).allSatisfy(id -> assertThat(chunks).containsKey(id.getStringValue()));
        }
        var graph = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(folder.resolve("graph_chunk_entity_relation.graphml").toFile());
        assertThat(graph.getElementsByTagName("edge").getLength()).isPositive();
    }

    @Test
    void itIsTheSameAtEachMaking() throws Exception {
        SampleGraph.write(folder.resolve("a"));
        SampleGraph.write(folder.resolve("b"));

        assertThat(contents(folder.resolve("a"))).isEqualTo(contents(folder.resolve("b")));
    }

    private Struct json(String name) throws IOException {
        var file = Struct.newBuilder();
        JsonFormat.parser().merge(Files.readString(folder.resolve(name)), file);
        return file.build();
    }

    private static Map<String, String> contents(Path directory) throws IOException {
        var contents = new TreeMap<String, String>();
        try (var files = Files.list(directory)) {
            for (var file : files.toList()) {
                contents.put(String.valueOf(file.getFileName()), Files.readString(file));
            }
        }
        return contents;
    }
}
