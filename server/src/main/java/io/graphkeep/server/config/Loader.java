package io.graphkeep.server.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the whole configuration once: where the file is, then every key, then what must hold between them. */
final class Loader {
    private final Surroundings surroundings;
    private final Findings findings = new Findings();

    Loader(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    Configuration load(List<String> arguments) {
        var flags = Flags.parse(arguments, findings);
        var layers = new Layers(flags, surroundings);
        var before = withoutFile(layers);
        var file = file(before);
        if (file != null) {
            layers.read(file, findings);
        }
        var reader = new Reader(surroundings, layers, findings);
        Keys.ALL.forEach(reader::read);
        keysThatFindTheFile(before, reader);
        NameCheck.check(layers.all(), findings);
        new Rules(reader, findings).check();
        if (!findings.problems().isEmpty()) {
            throw new ConfigurationException(findings.problems());
        }
        return new Configuration(
                ServerConfig.from(reader.values(), flags.demo()), settings(reader), List.copyOf(findings.warnings()));
    }

    /** Home and file as flags and environment have them; what is wrong with them is told when all keys are read. */
    private Reader withoutFile(Layers layers) {
        var reader = new Reader(surroundings, layers, new Findings());
        reader.read(InstanceKeys.HOME);
        reader.read(InstanceKeys.CONFIG);
        return reader;
    }

    private static @Nullable Path file(Reader before) {
        var named = before.values().find(InstanceKeys.CONFIG);
        if (named != null) {
            return named;
        }
        var usual = new Home(before.values().get(InstanceKeys.HOME)).configFile();
        return before.origin(InstanceKeys.CONFIG) == null && Files.exists(usual) ? usual : null;
    }

    private void keysThatFindTheFile(Reader before, Reader all) {
        var config = all.origin(InstanceKeys.CONFIG);
        if (config != null && config.source() == Source.FILE) {
            findings.problem(
                    InstanceKeys.CONFIG.name(),
                    "stands in the configuration file itself, at " + config.place()
                            + ": it belongs into the environment.");
        }
        var home = all.origin(InstanceKeys.HOME);
        var foundByHome = before.origin(InstanceKeys.CONFIG) == null;
        if (home != null
                && home.source() == Source.FILE
                && foundByHome
                && !all.values().get(InstanceKeys.HOME).equals(before.values().get(InstanceKeys.HOME))) {
            findings.problem(
                    InstanceKeys.HOME.name(),
                    "names another home at " + home.place() + ", in the file that was found by the home: it belongs"
                            + " into the environment.");
        }
    }

    private static List<Setting> settings(Reader reader) {
        var settings = new ArrayList<Setting>();
        for (var key : Keys.ALL) {
            settings.add(setting(key, reader));
        }
        return List.copyOf(settings);
    }

    private static <T> Setting setting(Key<T> key, Reader reader) {
        var value = reader.values().find(key);
        var origin = reader.origin(key);
        return origin == null
                ? new Setting(key.name(), shown(key, value), Source.DEFAULT, "")
                : new Setting(key.name(), shown(key, value), origin.source(), origin.place());
    }

    private static <T> String shown(Key<T> key, @Nullable T value) {
        if (value == null) {
            return "";
        }
        return key.isSecret() ? Secret.MASK : key.type().show().apply(value);
    }
}
