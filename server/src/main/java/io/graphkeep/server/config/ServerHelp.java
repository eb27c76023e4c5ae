package io.graphkeep.server.config;

import java.util.ArrayList;
import java.util.List;

/** What {@code graphkeep server --help} says, made from the keys. */
public final class ServerHelp {
    private static final int WIDTH = 100;
    private static final String INDENT = "      ";

    private static final String INTRODUCTION = """
        Usage: graphkeep server [--demo] [--FLAG VALUE]...

        Starts a server. Without any flag it runs an embedded database, keeps everything under ~/.graphkeep and
        listens on this machine only. SIGTERM or Ctrl-C ends it gracefully.

          graphkeep server --demo            try it out, with a generated sample graph
          graphkeep server --roots /srv/rag  allow the directories that graphs may be read from
          graphkeep config                   show what would be in force, and where it came from

        Each flag is also a variable: --grpc-port is GRAPHKEEP_GRPC_PORT, in the environment or in the file that
        --config names. docs/configuration.md has it all.

          --demo
              Starts on an empty home, and protects a generated sample graph.
        """;

    private ServerHelp() {}

    public static String text() {
        var help = new StringBuilder(INTRODUCTION);
        for (var group : Group.values()) {
            help.append('\n').append(group.title()).append(":\n");
            Keys.ALL.stream().filter(key -> key.group() == group).forEach(key -> help.append(entry(key)));
        }
        return help.toString();
    }

    private static String entry(Key<?> key) {
        var text = key.defaultText();
        var said = plain(key.meaning()) + " Must be " + plain(key.type().allowed()) + ". Default: "
                + (text == null ? plain(key.defaultTold()) : text) + ".";
        return "  " + flags(key) + "\n" + wrapped(said);
    }

    private static String flags(Key<?> key) {
        if (key.isSecret()) {
            return key.fileFlag() + " FILE  (or " + key.name() + ")";
        }
        var own = key.flag() + (key.isBoolean() ? "" : " VALUE");
        return key.fromFile() ? own + ", " + key.fileFlag() + " FILE" : own;
    }

    private static String plain(String markdown) {
        return markdown.replace("`", "");
    }

    private static String wrapped(String text) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder(INDENT);
        for (var word : List.of(text.split(" ", -1))) {
            if (line.length() + word.length() > WIDTH) {
                lines.add(line.toString().stripTrailing());
                line = new StringBuilder(INDENT);
            }
            line.append(word).append(' ');
        }
        lines.add(line.toString().stripTrailing());
        return String.join("\n", lines) + "\n";
    }
}
