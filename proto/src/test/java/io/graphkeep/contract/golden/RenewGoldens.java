package io.graphkeep.contract.golden;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Adds the goldens that are missing: a full one for each message of a call that works, then small ones until every field
 * and value is shown by one. {@code --anew CALL...} makes those of a call anew, which breaks whoever relied on the old ones.
 */
final class RenewGoldens {
    private final Traits traits = new Traits();
    private final GoldenFolder folder = new GoldenFolder();
    private final List<BoundMessage> messages = BoundMessage.all();

    private RenewGoldens() {}

    public static void main(String[] arguments) throws IOException {
        var renewal = new RenewGoldens();
        if (arguments.length > 0) {
            renewal.forget(Set.of(arguments));
        }
        renewal.checkTheOld();
        System.out.println("Added " + renewal.add() + " golden messages.");
    }

    private void forget(Set<String> calls) throws IOException {
        for (var message : messages) {
            var call = message.name().substring(0, message.name().lastIndexOf('.'));
            if (calls.contains(call)) {
                for (var golden : folder.of(message)) {
                    folder.remove(golden);
                }
            }
        }
    }

    private void checkTheOld() throws IOException {
        for (var golden : folder.ofAll(messages)) {
            if (!golden.difference().isEmpty()) {
                System.err.println(
                        "The contract breaks a caller. Nothing was added. " + golden + ": " + golden.difference());
                System.exit(1);
            }
        }
    }

    private int add() throws IOException {
        var added = 0;
        for (var message : messages) {
            if (folder.of(message).isEmpty()) {
                folder.add(Golden.of(message.name(), Sample.full(traits, message.prototype())));
                added++;
            }
        }
        var missing = missing(traits, folder, messages);
        for (var message : messages) {
            var wanted = new HashSet<>(traits.reachable(message.prototype().getDescriptorForType()));
            wanted.retainAll(missing);
            while (!wanted.isEmpty()) {
                var shown = Sample.showing(traits, message.prototype(), wanted);
                if (!wanted.removeAll(traits.shown(shown))) {
                    throw new IllegalStateException("Nothing shows " + wanted + " of " + message);
                }
                missing.removeAll(traits.shown(shown));
                folder.add(Golden.of(folder.next(message), shown));
                added++;
            }
        }
        return added;
    }

    /** What calls that work can carry, and no golden shows. */
    static Set<String> missing(Traits traits, GoldenFolder folder, List<BoundMessage> messages) throws IOException {
        var missing = new HashSet<String>();
        messages.forEach(
                message -> missing.addAll(traits.reachable(message.prototype().getDescriptorForType())));
        for (var golden : folder.ofAll(messages)) {
            missing.removeAll(traits.shown(golden.readBinary()));
        }
        return missing;
    }
}
