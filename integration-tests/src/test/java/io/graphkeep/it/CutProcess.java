package io.graphkeep.it;

import io.graphkeep.net.FaultProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A client in a process of its own, to be killed. */
final class CutProcess {
    private final Process process;

    private CutProcess(Process process) {
        this.process = process;
    }

    /** The command line. */
    static CutProcess command(CutSite site, FaultProxy network, Path temporary, String... arguments)
            throws IOException {
        var command =
                new ArrayList<>(List.of(Launcher.top().resolve("graphkeep").toString()));
        command.addAll(Arrays.asList(arguments));
        return start(site, network, temporary, command);
    }

    /** A class of the tests that has a main method. */
    static CutProcess program(CutSite site, FaultProxy network, Path temporary, Class<?> program, String... arguments)
            throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(Arrays.asList(arguments));
        return start(site, network, temporary, command);
    }

    private static CutProcess start(CutSite site, FaultProxy network, Path temporary, List<String> command)
            throws IOException {
        var tool = CutSite.temporaryFiles(temporary);
        var environment = new HashMap<>(Map.of(
                "GRAPHKEEP_SERVER",
                network.address(),
                "GRAPHKEEP_TOKEN",
                site.server().adminToken()));
        environment.put(tool.substring(0, tool.indexOf('=')), tool.substring(tool.indexOf('=') + 1));
        return new CutProcess(Launcher.builder(environment, command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        temporary.resolveSibling("clients.log").toFile()))
                .start());
    }

    /** Kills it at the cut; false where it was quicker. */
    boolean killedAt(Cut cut, FaultProxy network) throws InterruptedException {
        try {
            return CutSite.awaitByte(cut, network, () -> !process.isAlive());
        } finally {
            process.destroyForcibly();
            process.waitFor();
        }
    }
}
