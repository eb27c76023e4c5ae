package io.graphkeep.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns what was given into values; what cannot be one is reported, and its key goes on with its default. */
final class Reader {
    private static final int LARGEST_SECRET = 64 << 10;
    private static final int LONGEST_SHOWN = 100;

    private final Surroundings surroundings;
    private final Layers layers;
    private final Findings findings;
    private final Values values = new Values();
    private final Map<Key<?>, Given> origins = new HashMap<>();

    Reader(Surroundings surroundings, Layers layers, Findings findings) {
        this.surroundings = surroundings;
        this.layers = layers;
        this.findings = findings;
    }

    Values values() {
        return values;
    }

    /** What gave the key its value, or null where it has its default. */
    @Nullable
    Given origin(Key<?> key) {
        return origins.get(key);
    }

    <T> void read(Key<T> key) {
        putDefault(key);
        var given = layers.find(key, findings);
        if (given == null) {
            return;
        }
        origins.put(key, given);
        var alias = key.alias();
        var type = alias != null && given.name().equals(alias.name()) ? alias.type() : key.type();
        var text = given.name().equals(key.fileName()) ? content(key, given) : given.text();
        if (text == null) {
            values.markBad(key);
            return;
        }
        try {
            values.put(key, type.parse(text.strip(), surroundings));
        } catch (BadValueException bad) {
            values.markBad(key);
            findings.problem(key.name(), sentence(key, given, type, bad));
        }
    }

    private <T> void putDefault(Key<T> key) {
        var text = key.defaultText();
        var computed = key.computed();
        if (computed != null) {
            values.put(key, computed.compute(surroundings, values));
        } else if (text != null) {
            try {
                values.put(key, key.type().parse(text, surroundings));
            } catch (BadValueException impossible) {
                throw new IllegalStateException(key.name() + " does not allow its own default.", impossible);
            }
        }
    }

    private @Nullable String content(Key<?> key, Given given) {
        try {
            var path = Types.path().parse(given.text().strip(), surroundings);
            if (Files.size(path) > LARGEST_SECRET) {
                findings.problem(key.fileName(), path + " is larger than 64 KiB and so not what is meant.");
                return null;
            }
            var content = Files.readString(path).strip();
            if (content.isEmpty()) {
                findings.problem(key.fileName(), path + " is empty.");
                return null;
            }
            return content;
        } catch (IOException unreadable) {
            findings.problem(key.fileName(), given.text() + " cannot be read: " + FileFailure.why(unreadable));
        } catch (BadValueException notAPath) {
            findings.problem(
                    key.fileName(),
                    shown(given.text()) + " must be " + Types.path().allowed() + ".");
        }
        return null;
    }

    private static String sentence(Key<?> key, Given given, ValueType<?> type, BadValueException bad) {
        var value = key.fromFile() ? "its value" : shown(given.text());
        var origin = given.source() == Source.ENVIRONMENT ? "" : " (" + given.origin() + ")";
        var hint = bad.hint().isEmpty() ? "" : " " + bad.hint();
        return value + origin + " must be " + type.allowed() + "." + hint;
    }

    /** The text for a message: on one line, not too long, and without the credentials of a URL. */
    private static String shown(String text) {
        var line = text.replaceAll("\\p{Cntrl}", "?").replaceAll("://[^/]*@", "://" + Secret.MASK + "@");
        return "\"" + (line.length() > LONGEST_SHOWN ? line.substring(0, LONGEST_SHOWN) + "…" : line) + "\"";
    }
}
