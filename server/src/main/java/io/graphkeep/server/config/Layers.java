package io.graphkeep.server.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that was given, in the order of precedence: flags, environment, file. */
final class Layers {
    private static final int LARGEST_FILE = 1 << 20;

    private final Map<String, Given> flags;
    private final Map<String, Given> environment = new HashMap<>();
    private final Map<String, Given> file = new HashMap<>();

    Layers(Flags flags, Surroundings surroundings) {
        this.flags = flags.given();
        surroundings
                .environment()
                .forEach((name, text) -> environment.put(
                        name,
                        new Given(
                                name,
                                text,
                                name.startsWith(Key.PREFIX) ? Source.ENVIRONMENT : Source.FIRST_VERSION,
                                name)));
    }

    /** Adds the lines of a file below all else. */
    void read(Path path, Findings findings) {
        try {
            if (Files.size(path) > LARGEST_FILE) {
                findings.problem(path.toString(), "is larger than 1 MiB and so no configuration file.");
                return;
            }
            var parsed = EnvFile.parse(Files.readString(path));
            parsed.unreadable()
                    .forEach(line -> findings.problem(path + ":" + line, "is neither KEY=value nor a comment."));
            parsed.entries().forEach(entry -> add(path, entry, findings));
        } catch (CharacterCodingException notText) {
            findings.problem(path.toString(), "is not text in UTF-8.");
        } catch (IOException unreadable) {
            findings.problem(path.toString(), "cannot be read as a configuration file: " + FileFailure.why(unreadable));
        }
    }

    /** What is in force for a key: the topmost that was given, the new name before the first version's. */
    @Nullable
    Given find(Key<?> key, Findings findings) {
        var alias = key.alias();
        for (var layer : List.of(flags, environment, file)) {
            var direct = named(layer, key.name());
            var fromFile = key.fromFile() ? named(layer, key.fileName()) : null;
            if (direct != null && fromFile != null) {
                findings.problem(key.name(), "and " + key.fileName() + " are both set: keep one of them.");
            }
            var first = fromFile == null ? direct : fromFile;
            if (first == null && alias != null) {
                first = named(layer, alias.name());
            }
            if (first != null) {
                return first;
            }
        }
        return null;
    }

    /** Everything from the environment and the file, to look for names that nobody knows. */
    List<Given> all() {
        var all = new ArrayList<>(environment.values());
        all.addAll(file.values());
        all.sort(Comparator.comparing(Given::name));
        return all;
    }

    private void add(Path path, EnvFile.Entry entry, Findings findings) {
        var source = entry.name().startsWith(Key.PREFIX) ? Source.FILE : Source.FILE_FIRST_VERSION;
        var given = new Given(entry.name(), entry.value(), source, path + ":" + entry.line());
        var before = file.put(entry.name(), given);
        if (before != null && entry.name().startsWith(Key.PREFIX)) {
            findings.warning(
                    entry.name() + " stands twice in " + path + "; the last one counts, at line " + entry.line() + ".");
        }
    }

    private static @Nullable Given named(Map<String, Given> layer, String name) {
        var given = layer.get(name);
        return given == null || given.isBlank() ? null : given;
    }
}
