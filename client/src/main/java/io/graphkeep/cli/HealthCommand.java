package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.v1.ComponentHealth;
import io.graphkeep.v1.GetHealthRequest;
import io.graphkeep.v1.Health;
import io.graphkeep.v1.HealthChange;
import io.graphkeep.v1.HealthState;
import io.graphkeep.v1.WatchHealthRequest;
import io.graphkeep.v1.WatchHealthResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "health",
        description = {
            "Say how the server and what it protects are. Ends with 8 where something is not healthy.",
            "Unknown is not healthy.",
            "",
            "  graphkeep health                 every part of the server, and each graph's backups, the worst first",
            "  graphkeep health --graph books   one graph",
            "  graphkeep health --watch         the same, and each change as it happens, until Ctrl-C",
            ""
        })
final class HealthCommand extends ServerCommand {
    @Option(
            names = {"-w", "--watch"},
            description = "Go on, and tell each change as it happens; goes on by itself after the server was away.")
    boolean watch;

    @Option(
            names = {"-g", "--graph"},
            paramLabel = "GRAPH",
            description = "Only this graph.")
    String graph = "";

    HealthCommand(CliContext context) {
        super(context);
    }

    @Override
    ExitCode run(GraphkeepClient client) {
        if (watch) {
            watch(client);
            return ExitCode.DONE;
        }
        var answer = client.monitoring()
                .getHealth(GetHealthRequest.newBuilder().setGraphId(graph).build());
        if (output.isJson()) {
            output.json(streams(), answer);
        } else {
            show(answer.getHealth());
        }
        return answer.getHealth().getState() == HealthState.HEALTH_STATE_HEALTHY ? ExitCode.DONE : ExitCode.UNHEALTHY;
    }

    private void watch(GraphkeepClient client) {
        var loss = new Loss(context().err(), "this is its health now", output.quiet || output.isJson());
        client.followHealth(
                WatchHealthRequest.newBuilder().setGraphId(graph).build(),
                message -> {
                    loss.isBack();
                    tell(message);
                },
                loss::lost);
    }

    private void tell(WatchHealthResponse message) {
        if (message.hasHeartbeat()) {
            return;
        }
        if (output.isJson()) {
            output.jsonLine(streams(), message);
        } else if (message.hasHealth()) {
            show(message.getHealth());
        } else {
            say(line(message.getChange()));
        }
    }

    private void show(Health health) {
        say(Human.word("HEALTH_STATE_", health.getState()) + ": " + Table.visible(health.getSummary()));
        var table = new Table("COMPONENT", "STATE", Human.inZone("SINCE"), "WHY", "WHAT TO DO");
        for (var each : health.getComponentsList()) {
            table.row(
                    each.getComponent(),
                    Human.word("HEALTH_STATE_", each.getState()),
                    Human.time(each.hasSinceTime(), each.getSinceTime()),
                    each.getMessage().isEmpty() ? "-" : each.getMessage(),
                    each.getAdvice().isEmpty() ? "-" : each.getAdvice());
        }
        output.lines(streams(), table);
    }

    private static String line(HealthChange change) {
        var component = change.getComponent();
        var overall = "  (all in all " + Human.word("HEALTH_STATE_", change.getOverallState()) + ")";
        return Table.visible(Human.time(component.hasSinceTime(), component.getSinceTime()) + "  "
                + component.getComponent() + (change.getRemoved() ? " is gone." : state(component)) + overall);
    }

    private static String state(ComponentHealth component) {
        return " is " + Human.word("HEALTH_STATE_", component.getState()) + ": " + component.getMessage()
                + (component.getAdvice().isEmpty() ? "" : " " + component.getAdvice());
    }
}
