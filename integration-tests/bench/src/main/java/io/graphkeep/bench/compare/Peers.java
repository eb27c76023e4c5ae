package io.graphkeep.bench.compare;

import io.graphkeep.bench.process.Command;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The tools beside Graphkeep: restic and borg always, rustic and kopia where they are installed, and two that only copy. */
final class Peers {
    static final String YARDSTICK = "restic";

    private static final String PASSWORD = "benchmark";

    private Peers() {}

    static List<Tool> on(Path stage) {
        var tools = new ArrayList<Tool>(List.of(restic(stage), borg(stage)));
        if (Command.isThere("rustic")) {
            tools.add(rustic(stage));
        }
        if (Command.isThere("kopia")) {
            tools.add(kopia(stage));
        }
        tools.add(tar(stage));
        tools.add(copy(stage));
        return tools;
    }

    private static Tool restic(Path stage) {
        var at = stage.resolve(YARDSTICK);
        return new CommandTool(
                YARDSTICK,
                at,
                Map.of(
                        "RESTIC_REPOSITORY", repository(at),
                        "RESTIC_PASSWORD", PASSWORD,
                        "RESTIC_CACHE_DIR", at.resolve("scratch/cache").toString()),
                new CommandTool.Lines(
                        List.of("restic", "init", "-q"),
                        List.of("restic", "backup", "-q", "SOURCE"),
                        List.of("restic", "restore", "-q", "--verify", "latest", "--target", "TO"),
                        List.of("restic", "check", "-q", "--read-data")));
    }

    private static Tool borg(Path stage) {
        var at = stage.resolve("borg");
        return new CommandTool(
                "borg",
                at,
                Map.of(
                        "BORG_REPO", repository(at),
                        "BORG_PASSPHRASE", PASSWORD,
                        "BORG_BASE_DIR", at.resolve("scratch/base").toString()),
                new CommandTool.Lines(
                        List.of("borg", "init", "--encryption=repokey"),
                        List.of("borg", "create", "::{utcnow:%Y-%m-%dT%H:%M:%S.%f}", "SOURCE"),
                        List.of("bash", "-c", "mkdir TO && cd TO && borg extract ::$(borg list --last 1 --short)"),
                        List.of("borg", "check", "--verify-data")));
    }

    private static Tool rustic(Path stage) {
        var at = stage.resolve("rustic");
        return new CommandTool(
                "rustic",
                at,
                Map.of(
                        "RUSTIC_REPOSITORY",
                        repository(at),
                        "RUSTIC_PASSWORD",
                        PASSWORD,
                        "RUSTIC_NO_PROGRESS",
                        "true",
                        "RUSTIC_CACHE_DIR",
                        at.resolve("scratch/cache").toString()),
                new CommandTool.Lines(
                        List.of("rustic", "init"),
                        List.of("rustic", "backup", "SOURCE"),
                        List.of("rustic", "restore", "latest", "TO"),
                        List.of("rustic", "check", "--read-data")));
    }

    private static Tool kopia(Path stage) {
        var at = stage.resolve("kopia");
        return new CommandTool(
                "kopia",
                at,
                Map.of(
                        "KOPIA_PASSWORD", PASSWORD,
                        "KOPIA_CHECK_FOR_UPDATES", "false",
                        "KOPIA_CACHE_DIRECTORY", at.resolve("scratch/cache").toString(),
                        "KOPIA_LOG_DIR", at.resolve("scratch/logs").toString(),
                        "KOPIA_CONFIG_PATH", at.resolve("scratch/config").toString()),
                new CommandTool.Lines(
                        List.of("kopia", "repository", "create", "filesystem", "--path", repository(at)),
                        List.of("kopia", "snapshot", "create", "SOURCE"),
                        List.of("kopia", "restore", "SOURCE", "TO", "--snapshot-time", "latest"),
                        List.of("kopia", "snapshot", "verify", "--verify-files-percent=100")));
    }

    private static Tool tar(Path stage) {
        var at = stage.resolve("tar");
        var archive = repository(at) + "/latest.tar.zst";
        return new CommandTool(
                "tar, zstd -1",
                at,
                Map.of(),
                new CommandTool.Lines(
                        List.of("mkdir", "-p", repository(at)),
                        List.of("bash", "-o", "pipefail", "-c", "tar -C SOURCE -cf - . | zstd -1 -q -f -o " + archive),
                        List.of(
                                "bash",
                                "-o",
                                "pipefail",
                                "-c",
                                "mkdir TO && zstd -dcq " + archive + " | tar -C TO -xf -"),
                        List.of()));
    }

    private static Tool copy(Path stage) {
        var at = stage.resolve("copy");
        var copy = repository(at) + "/latest";
        return new CommandTool(
                "cp -r",
                at,
                Map.of(),
                new CommandTool.Lines(
                        List.of("mkdir", "-p", repository(at)),
                        List.of("bash", "-c", "rm -rf " + copy + " && cp -r SOURCE " + copy),
                        List.of("cp", "-r", copy, "TO"),
                        List.of()));
    }

    private static String repository(Path at) {
        return at.resolve("repository").toString();
    }
}
