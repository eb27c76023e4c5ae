package io.graphkeep.server.demo;

import io.graphkeep.server.config.Surroundings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a demo takes for granted where its user has said nothing: another home, and free ports where the usual are taken. */
public final class DemoSurroundings {
    private static final int GRPC = 50051;
    private static final int HTTP = 9090;

    private DemoSurroundings() {}

    public static Surroundings of(Surroundings given, List<String> arguments) {
        var environment = new HashMap<>(given.environment());
        if (isUnsaid(environment, arguments, "GRAPHKEEP_HOME", "--home")) {
            environment.put(
                    "GRAPHKEEP_HOME",
                    given.userHome().resolve(".graphkeep-demo").toString());
        }
        if (isUnsaid(environment, arguments, "GRAPHKEEP_GRPC_PORT", "--grpc-port") && isTaken(GRPC)) {
            environment.put("GRAPHKEEP_GRPC_PORT", "0");
        }
        if (isUnsaid(environment, arguments, "GRAPHKEEP_HTTP_PORT", "--http-port")
                && !environment.containsKey("LIGHTRAG_METRICS_PORT")
                && isTaken(HTTP)) {
            environment.put("GRAPHKEEP_HTTP_PORT", "0");
        }
        return new Surroundings(
                environment, given.userHome(), given.workingDirectory(), given.hostName(), given.processors());
    }

    private static boolean isUnsaid(Map<String, String> environment, List<String> arguments, String name, String flag) {
        return !environment.containsKey(name)
                && arguments.stream().noneMatch(argument -> argument.equals(flag) || argument.startsWith(flag + "="));
    }

    private static boolean isTaken(int port) {
        try (var probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return !probe.isBound();
        } catch (IOException taken) {
            return true;
        }
    }
}
