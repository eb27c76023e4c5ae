package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.v1.GetHealthRequest;
import io.graphkeep.v1.HealthState;
import picocli.CommandLine.Command;

@Command(
        name = "health",
        description = {
            "Say how the server and what it protects are. Ends with 8 where something is not healthy.",
            "Unknown is not healthy."
        })
final class HealthCommand extends ServerCommand {
    HealthCommand(CliContext context) {
        super(context);
    }

    @Override
    ExitCode run(GraphkeepClient client) {
        var answer = client.monitoring().getHealth(GetHealthRequest.getDefaultInstance());
        var health = answer.getHealth();
        if (output.isJson()) {
            output.json(streams(), answer);
        } else {
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
        return health.getState() == HealthState.HEALTH_STATE_HEALTHY ? ExitCode.DONE : ExitCode.UNHEALTHY;
    }
}
