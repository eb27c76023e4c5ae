package io.graphkeep.corpus;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A {@code kv_store_*.json}: one object, indented by two, whose values end in their times and their own key. */
final class KeyValueStore implements Closeable {
    private final TextFile file;
    private final StringBuilder value = new StringBuilder();
    private boolean empty = true;

    KeyValueStore(Path directory, String name) throws IOException {
        this.file = new TextFile(directory.resolve("kv_store_" + name + ".json"));
        file.write("{");
    }

    void begin(String key) {
        value.setLength(0);
        value.append(empty ? "\n  " : ",\n  ");
        empty = false;
        JsonText.quote(value, key);
        value.append(": {");
    }

    void field(String name, String text) {
        name(name);
        JsonText.quote(value, text);
        value.append(',');
    }

    void field(String name, long number) {
        name(name);
        value.append(number).append(',');
    }

    void literal(String name, String json) {
        name(name);
        value.append(json).append(',');
    }

    void list(String name, List<String> texts) {
        name(name);
        value.append('[');
        var separator = "\n      ";
        for (var text : texts) {
            value.append(separator);
            JsonText.quote(value, text);
            separator = ",\n      ";
        }
        value.append("\n    ],");
    }

    void end(String key, long created, long updated) throws IOException {
        field("create_time", created);
        field("update_time", updated);
        name("_id");
        JsonText.quote(value, key);
        value.append("\n  }");
        file.write(value);
    }

    private void name(String name) {
        value.append("\n    \"").append(name).append("\": ");
    }

    @Override
    public void close() throws IOException {
        file.write("\n}");
        file.close();
    }
}
