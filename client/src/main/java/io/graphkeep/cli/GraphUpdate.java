package io.graphkeep.cli;

import com.google.protobuf.FieldMask;
import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.v1.GetGraphRequest;
import io.graphkeep.v1.Graph;
import io.graphkeep.v1.RetentionPolicy;
import io.graphkeep.v1.UpdateGraphRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "update",
        description = {
            "Change a graph's directory, description, labels, schedule, rules or quota. What is not named stays as it"
                    + " is.",
            "The --keep options replace all rules of the graph at once: name each one that is to hold.",
            "",
            "Examples: graphkeep graph update books --label team=search --unlabel draft",
            "          graphkeep graph update books --path /srv/new/books --exclude '*.log'"
        })
final class GraphUpdate extends ServerCommand {
    private static final String SCHEDULE = "policy.schedule";

    @Parameters(paramLabel = "GRAPH", description = "The graph's id.")
    String graph = "";

    @Option(
            names = {"-m", "--description"},
            paramLabel = "TEXT",
            description = "What it is, for people.")
    @Nullable
    String description;

    @Option(names = "--label", paramLabel = "NAME=VALUE", description = "Set a label; may be repeated.")
    Map<String, String> labels = Map.of();

    @Option(names = "--unlabel", paramLabel = "NAME", description = "Remove a label; may be repeated.")
    List<String> unlabels = List.of();

    @Mixin
    SourceOptions source = new SourceOptions();

    @Mixin
    KeepOptions keep = new KeepOptions();

    @Mixin
    ScheduleOptions schedule = new ScheduleOptions();

    @Mixin
    VerifyOptions verify = new VerifyOptions();

    @Mixin
    QuotaOptions quota = new QuotaOptions();

    @Option(names = "--default-schedule", description = "Capture it at the server's interval again.")
    boolean defaultSchedule;

    @Option(names = "--force", description = "As an admin: shorten the protected period.")
    boolean force;

    GraphUpdate(CliContext context) {
        super(context);
    }

    @Override
    ExitCode run(GraphkeepClient client) {
        var present = client.backup()
                .getGraph(GetGraphRequest.newBuilder().setGraphId(graph).build())
                .getGraph();
        var changed = Graph.newBuilder().setGraphId(graph);
        var mask = FieldMask.newBuilder();
        var text = description;
        if (text != null) {
            changed.setDescription(text);
            mask.addPaths("description");
        }
        if (!labels.isEmpty() || !unlabels.isEmpty()) {
            changed.putAllLabels(present.getLabelsMap()).putAllLabels(labels);
            unlabels.forEach(changed::removeLabels);
            mask.addPaths("labels");
        }
        if (!source.paths().isEmpty()) {
            changed.setSource(source.source(present));
            mask.addAllPaths(source.paths());
        }
        if (!keep.paths().isEmpty()) {
            changed.mergePolicy(keep.policy());
            mask.addAllPaths(keep.paths());
        }
        if (!schedule.paths().isEmpty()) {
            changed.mergePolicy(schedule.policy(present.getPolicy()));
            mask.addAllPaths(schedule.paths());
        }
        if (!verify.paths().isEmpty()) {
            changed.mergePolicy(verify.policy(present.getPolicy()));
            mask.addAllPaths(verify.paths());
        }
        if (!quota.paths().isEmpty()) {
            changed.mergePolicy(quota.policy(present.getPolicy()));
            mask.addAllPaths(quota.paths());
        }
        if (defaultSchedule) {
            if (schedule.paths().contains(SCHEDULE)) {
                throw new CommandFailed(
                        ExitCode.USAGE,
                        "--default-schedule contradicts the other schedule.",
                        "See: graphkeep graph update --help");
            }
            mask.addPaths(SCHEDULE);
        }
        if (mask.getPathsCount() == 0) {
            throw new CommandFailed(
                    ExitCode.USAGE, "Nothing to change was named.", "See: graphkeep graph update --help");
        }
        var answer = client.backup()
                .updateGraph(UpdateGraphRequest.newBuilder()
                        .setGraph(changed)
                        .setUpdateMask(mask)
                        .setEtag(present.getEtag())
                        .setForce(force)
                        .setRequestId(GraphkeepClient.newRequestId())
                        .build());
        if (output.isJson()) {
            output.json(streams(), answer);
        } else {
            output.lines(streams(), GraphText.details(answer.getGraph()));
            tellRules(
                    present.getPolicy().getRetention(),
                    answer.getGraph().getPolicy().getRetention());
        }
        return ExitCode.DONE;
    }

    /** Rules that were and are no more let snapshots go. */
    private void tellRules(RetentionPolicy before, RetentionPolicy now) {
        if (!before.equals(now) && !before.equals(RetentionPolicy.getDefaultInstance())) {
            say("The rules were: " + KeepOptions.words(before) + ". They are now: " + KeepOptions.words(now) + ".");
        }
    }
}
