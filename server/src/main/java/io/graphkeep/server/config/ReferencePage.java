package io.graphkeep.server.config;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The page {@code docs/configuration.md}, made from the keys. */
final class ReferencePage {
    private static final String INTRODUCTION = """
        # Configuration

        <!-- Made from the server's own table of keys by `./graphkeep config --reference`; edit the table, not this page. -->

        Graphkeep runs without any configuration: embedded database, everything under `~/.graphkeep`, reachable from
        this machine alone. What you set is read in this order, and the first that names a key wins:

        1. a flag of `graphkeep server`: `GRAPHKEEP_GRPC_PORT` is `--grpc-port 50051` or `--grpc-port=50051`;
        2. the environment, by the names below;
        3. the environment, by the [first version's names](#names-of-the-first-version);
        4. a file of `KEY=value` lines: the one that `GRAPHKEEP_CONFIG` (or `--config`) names, else `graphkeep.env` in
           the home. Comments, `export` and quotes are understood, and nothing is expanded.

        An empty value counts as not set. A bad value, a misspelt `GRAPHKEEP_` name or settings that contradict each
        other stop the start, with all problems listed at once. `graphkeep config` shows what is in force and where it
        came from, `graphkeep config -o json` for programs; secrets are masked in both.

        Keys marked *or from a file* can be given as a path instead, under the same name with `_FILE` behind it
        (`GRAPHKEEP_DB_PASSWORD_FILE=/run/secrets/db`); the content is taken without the white space around it. To set
        both is a mistake. Secrets have no flag, because every user of a machine can read the arguments of a process;
        the `_FILE` name has one.

        Durations are written `500ms`, `30s`, `5m`, `12h`, `7d` or `1h30m`; sizes `65536`, `64KiB`, `32MiB`, `2GiB`;
        true and false also `1` and `0`, `yes` and `no`, `on` and `off`.
        """;

    private static final String COMMAND_LINE = """

        ## The command line and the launcher

        The server knows these names and makes nothing of them.

        | Name | Meaning |
        |---|---|
        """;

    private static final String FIRST_VERSION = """

        ## Names of the first version

        An `.env` of the first version starts this one unchanged. Other `LIGHTRAG_` names are LightRAG's and are left
        alone.

        | Name | Stands for | Value |
        |---|---|---|
        """;

    private static final String SQLITE = """

        `LIGHTRAG_RECOVERY_DB_URL` may name a SQLite file: the server warns and uses its embedded database. A relative
        `LIGHTRAG_BACKUP_STORAGE` is taken from the directory that the server is started in, with a warning.

        ## In Kubernetes

        A service called `graphkeep` puts `GRAPHKEEP_PORT=tcp://…`, `GRAPHKEEP_SERVICE_HOST` and the like into every
        container of its namespace; such names are ignored. One called `graphkeep-grpc` sets `GRAPHKEEP_GRPC_PORT` to
        a URL, which stops the start and says so: set `enableServiceLinks: false` in the pod, or rename the service.
        """;

    private ReferencePage() {}

    static String text() {
        var page = new StringBuilder(INTRODUCTION);
        for (var group : Group.values()) {
            page.append("\n## ").append(group.title()).append("\n\n");
            page.append("| Key | Default | Allowed | Meaning |\n|---|---|---|---|\n");
            Keys.ALL.stream().filter(key -> key.group() == group).forEach(key -> page.append(row(key)));
        }
        page.append(COMMAND_LINE);
        Keys.OF_THE_COMMAND_LINE.forEach(entry -> page.append(line("`" + entry.getKey() + "`", entry.getValue())));
        page.append(FIRST_VERSION);
        Keys.ALL.forEach(key -> page.append(aliasRow(key)));
        return page.append(SQLITE).toString();
    }

    private static String row(Key<?> key) {
        var text = key.defaultText();
        var fromFile = key.fromFile() ? " *Or from a file.*" : "";
        return line(
                "`" + key.name() + "`",
                text == null ? key.defaultTold() : "`" + text + "`",
                key.type().allowed(),
                key.meaning() + fromFile + effect(key));
    }

    private static String effect(Key<?> key) {
        return key.waitsFor().isEmpty() ? "" : " *No effect yet: it takes effect when " + key.waitsFor() + " work.*";
    }

    private static <T> String aliasRow(Key<T> key) {
        var alias = key.alias();
        return alias == null
                ? ""
                : line(
                        "`" + alias.name() + "`",
                        "`" + key.name() + "`",
                        alias.type().allowed());
    }

    private static String line(String... cells) {
        return Arrays.stream(cells)
                .map(cell -> cell.replace("|", "\\|"))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
