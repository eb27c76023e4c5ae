package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.v1.GetOperationResponse;
import io.graphkeep.v1.RotateKeyRequest;
import picocli.CommandLine.Command;

@Command(
        name = "rotate",
        description = {
            "Give the store a new master key. Data is not encrypted anew, and the server runs on.",
            "The key file on the server's machine is replaced. Export the new key afterwards: until then the old key"
                    + " opens the store too, and health is DEGRADED; then the old one is let go."
        })
final class KeyRotate extends ServerCommand {
    KeyRotate(CliContext context) {
        super(context);
    }

    @Override
    ExitCode run(GraphkeepClient client) {
        var answer = client.admin()
                .rotateKey(RotateKeyRequest.newBuilder()
                        .setRequestId(GraphkeepClient.newRequestId())
                        .build());
        var ended = follow(client, answer.getOperation());
        if (output.isJson()) {
            output.json(streams(), GetOperationResponse.newBuilder().setOperation(ended));
            return outcome(ended);
        }
        var code = outcome(ended);
        if (code == ExitCode.DONE) {
            say("The store has a new key (number " + ended.getRotateKey().getKeyNumber() + ").");
            say("Now keep a copy of it: on the server's machine, graphkeep key export --to FILE");
        }
        return code;
    }
}
