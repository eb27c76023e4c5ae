package io.graphkeep.contract.golden;

import com.google.protobuf.ByteString;
import io.graphkeep.contract.Contract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The goldens as they are checked in: {@code Service/Call.request.json} and {@code .binpb}, further ones of the same
 * message numbered from 2. What lies there is added to and never changed by itself.
 */
final class GoldenFolder {
    private static final String BINARY = ".binpb";
    private static final String JSON = ".json";

    private final Path folder = Contract.MODULE.resolve("src/test/resources/golden");

    /** The goldens of one message, none where there are none yet. */
    List<Golden> of(BoundMessage message) throws IOException {
        var found = new ArrayList<Golden>();
        for (var name = message.name(); Files.exists(file(name, BINARY)); name = name(message, found.size() + 1)) {
            found.add(new Golden(
                    name,
                    message.prototype(),
                    ByteString.copyFrom(Files.readAllBytes(file(name, BINARY))),
                    Files.readString(file(name, JSON))));
        }
        return found;
    }

    List<Golden> ofAll(List<BoundMessage> messages) throws IOException {
        var found = new ArrayList<Golden>();
        for (var message : messages) {
            found.addAll(of(message));
        }
        return found;
    }

    /** The name of the next golden of a message. */
    String next(BoundMessage message) throws IOException {
        return name(message, of(message).size() + 1);
    }

    void add(Golden golden) throws IOException {
        Files.createDirectories(file(golden.name(), BINARY).getParent());
        Files.write(file(golden.name(), BINARY), golden.binary().toByteArray());
        Files.writeString(file(golden.name(), JSON), golden.json());
    }

    void remove(Golden golden) throws IOException {
        Files.delete(file(golden.name(), BINARY));
        Files.delete(file(golden.name(), JSON));
    }

    /** The name of every file there, without its ending. */
    Set<String> names() throws IOException {
        var names = new TreeSet<String>();
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                files.filter(Files::isRegularFile)
                        .map(file -> folder.relativize(file).toString())
                        .forEach(file -> names.add(file.substring(0, file.lastIndexOf('.'))));
            }
        }
        return names;
    }

    private Path file(String name, String ending) {
        return folder.resolve(name + ending);
    }

    private static String name(BoundMessage message, int number) {
        return number == 1 ? message.name() : message.name() + "." + number;
    }
}
