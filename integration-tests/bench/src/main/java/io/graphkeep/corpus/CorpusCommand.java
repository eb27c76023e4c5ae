package io.graphkeep.corpus;

import java.nio.file.Path;

/** Writes a corpus by hand: {@code lightrag DIRECTORY MEGABYTES SEED [CHANGE...]}, {@code restart DIRECTORY NUMBER} or {@code small DIRECTORY COUNT}. */
public final class CorpusCommand {
    private CorpusCommand() {}

    public static void main(String[] arguments) {
        var directory = Path.of(arguments[1]);
        switch (arguments[0]) {
            case "lightrag" -> lightRag(directory, arguments);
            case "restart" -> new Restart(Long.parseLong(arguments[2])).in(directory);
            case "small" -> SmallFiles.write(directory, Integer.parseInt(arguments[2]), 1);
            default -> throw new IllegalArgumentException("There is no corpus " + arguments[0]);
        }
    }

    /** Each change is written into a directory of its own, beside the first: DIRECTORY-1, DIRECTORY-2 and so on. */
    private static void lightRag(Path directory, String[] arguments) {
        var graph = LightRagGraph.ofSize(Long.parseLong(arguments[2]) * 1_000_000, Long.parseLong(arguments[3]));
        LightRagFiles.write(graph, directory);
        for (var change = 4; change < arguments.length; change++) {
            var equals = arguments[change].indexOf('=');
            var share = Double.parseDouble(arguments[change].substring(equals + 1));
            switch (arguments[change].substring(0, equals)) {
                case "insert" -> graph.insertDocuments(share);
                case "edit" -> graph.edit(share);
                case "delete" -> graph.deleteDocuments(share);
                default -> throw new IllegalArgumentException("There is no change " + arguments[change]);
            }
            LightRagFiles.write(graph, directory.resolveSibling(directory.getFileName() + "-" + (change - 3)));
        }
    }
}
