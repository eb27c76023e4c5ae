package io.graphkeep.server;

import io.graphkeep.client.Transport;
import io.graphkeep.server.config.Configuration;
import io.graphkeep.server.config.ServerConfig;
import io.graphkeep.server.config.ServerHelp;
import io.graphkeep.server.config.Surroundings;
import io.graphkeep.server.demo.Demo;
import io.graphkeep.server.demo.DemoHome;
import io.graphkeep.server.demo.DemoSurroundings;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The command {@code graphkeep server}: runs until it is told to end. */
final class ServerCommand {
    private static final Logger log = LoggerFactory.getLogger(ServerCommand.class);

    private ServerCommand() {}

    static int run(Surroundings surroundings, List<String> arguments, PrintStream out) {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            out.print(ServerHelp.text());
            return Main.DONE;
        }
        var demo = arguments.contains("--demo");
        var configuration =
                Configuration.load(demo ? DemoSurroundings.of(surroundings, arguments) : surroundings, arguments);
        var config = configuration.server();
        Logging.begin(config.logging());
        configuration.warnings().forEach(log::warn);
        var demoHome = demo ? DemoHome.claim(config) : null;
        var server = new Server(configuration);
        var shutdown = Shutdown.onSignal(server);
        var endpoint = server.start();
        if (demoHome != null) {
            present(new Demo(demoHome, out), endpoint, config);
        }
        shutdown.await();
        return Main.DONE;
    }

    /** A demo that cannot show its graph is still a server. */
    private static void present(Demo demo, Endpoint endpoint, ServerConfig config) {
        var tls = config.network().tls();
        var transport = tls == null ? new Transport.Plaintext() : new Transport.Tls(tls.certificate(), null, null);
        try {
            demo.present(
                    endpoint.grpc(), endpoint.http(), transport, config.home().adminToken());
        } catch (IOException | StatusRuntimeException failure) {
            if (Thread.currentThread().isInterrupted()) {
                return; // by a signal: the server is being stopped
            }
            log.error("The sample graph could not be put under protection: {}", failure.getMessage());
        }
    }
}
