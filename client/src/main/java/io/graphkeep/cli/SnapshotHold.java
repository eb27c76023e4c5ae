package io.graphkeep.cli;

import com.google.protobuf.Duration;
import com.google.protobuf.FieldMask;
import com.google.protobuf.util.Timestamps;
import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.v1.Hold;
import io.graphkeep.v1.Snapshot;
import io.graphkeep.v1.UpdateSnapshotRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "hold",
        description = {
            "Keep a snapshot from retention and deletion, or release it again. A hold takes the place of the one"
                    + " before.",
            "",
            "Example: graphkeep snapshot hold latest --graph books --reason 'before the upgrade' --for 30d"
        })
final class SnapshotHold extends ServerCommand {
    @Mixin
    SnapshotChoice choice = new SnapshotChoice();

    @ArgGroup(multiplicity = "1")
    Change change = new Change();

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = Spans.class,
            description =
                    "Let the hold end by itself after this time, such as 30d (default: only when it is released).")
    @Nullable
    Duration lifetime;

    static final class Change {
        @Option(names = "--reason", paramLabel = "TEXT", description = "Hold it, and say why.")
        @Nullable
        String reason;

        @Option(names = "--release", description = "Release the hold.")
        boolean release;
    }

    SnapshotHold(CliContext context) {
        super(context);
    }

    @Override
    ExitCode run(GraphkeepClient client) {
        if (change.release && lifetime != null) {
            throw new CommandFailed(
                    ExitCode.USAGE, "--for is how long a hold lasts, not when it is released.", "Leave out --for.");
        }
        var snapshot = choice.resolved(client);
        var changed = Snapshot.newBuilder().setSnapshotId(snapshot);
        var reason = change.reason;
        if (reason != null) {
            changed.setHold(hold(reason));
        }
        var answer = client.backup()
                .updateSnapshot(UpdateSnapshotRequest.newBuilder()
                        .setSnapshot(changed)
                        .setUpdateMask(FieldMask.newBuilder().addPaths("hold"))
                        .setRequestId(GraphkeepClient.newRequestId())
                        .build());
        if (output.isJson()) {
            output.json(streams(), answer);
        } else {
            say("Snapshot " + snapshot + (answer.getSnapshot().hasHold() ? " is held" : " is not held any more")
                    + SnapshotText.until(answer.getSnapshot().getHold()) + ".");
        }
        return ExitCode.DONE;
    }

    private Hold hold(String reason) {
        var hold = Hold.newBuilder().setReason(reason);
        return lifetime == null
                ? hold.build()
                : hold.setExpireTime(Timestamps.add(Timestamps.now(), lifetime)).build();
    }
}
