package io.graphkeep.server.store;

import com.google.protobuf.InvalidProtocolBufferException;
import io.graphkeep.format.v1.StateRecord;
import io.graphkeep.server.store.backend.Backend;
import io.graphkeep.server.store.backend.ObjectName;
import java.io.IOException;

/** Reads the state records of a store, which are small and many, one at a time. */
final class RecordReading {
    private static final int MOST_DIGITS = 18;

    private final Backend backend;
    private final RepositoryKey key;
    private final Findings findings;

    RecordReading(Backend backend, RepositoryKey key, Findings findings) {
        this.backend = backend;
        this.key = key;
        this.findings = findings;
    }

    long run(StoreContents.RecordVisitor visitor, ReadingProgress progress) throws IOException {
        var read = new long[2];
        backend.list(ObjectNames.STATE, object -> {
            var number = number(object.name());
            if (number == 0) {
                findings.add("The object " + object.name() + " has no name of this store's; it is left alone.");
                return;
            }
            read[1] = Math.max(read[1], number);
            visit(object.name(), number, visitor);
            progress.at("state records", ++read[0], 0);
        });
        return read[1];
    }

    private void visit(ObjectName name, long number, StoreContents.RecordVisitor visitor) throws IOException {
        try {
            var record = StateRecord.parseFrom(SealedObject.read(backend, key.cipher(name)));
            if (record.getNumber() != number || record.getFactCase() == StateRecord.FactCase.FACT_NOT_SET) {
                findings.add("The state record " + name + " tells a fact that this version does not know.");
                return;
            }
            visitor.visit(record);
        } catch (DamagedException | InvalidProtocolBufferException e) {
            findings.add("The state record " + name + " cannot be read: " + e.getMessage());
        }
    }

    /** 0 where it is none. */
    private static long number(ObjectName name) {
        var digits = name.last();
        if (digits.length() > MOST_DIGITS || !digits.chars().allMatch(Character::isDigit) || digits.startsWith("0")) {
            return 0;
        }
        var number = Long.parseLong(digits);
        return ObjectNames.state(number).equals(name) ? number : 0;
    }
}
