package io.graphkeep.server.store;

import io.graphkeep.format.v1.Owner;
import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.store.backend.Backend;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whose store this is, as far as that can be read in it; where all of that is damaged, nobody's. */
final class StoreOwner {
    private static final long LOOKED_AT = 32;

    private final Backend backend;
    private final RepositoryKey key;
    private final Findings findings;
    private @Nullable UUID known;

    StoreOwner(Backend backend, RepositoryKey key, Findings findings) {
        this.backend = backend;
        this.key = key;
        this.findings = findings;
    }

    /** The instance of the newest owner that can be read, else of the repository, else a new one. */
    UUID instance(Ids ids) throws IOException {
        var instance = known;
        if (instance == null) {
            instance = ofOwner().or(() -> ofRepository()).orElseGet(ids::next);
            known = instance;
        }
        return instance;
    }

    OptionalLong madeAtMicros() throws IOException {
        var repository = repository();
        return repository.isPresent() ? OptionalLong.of(repository.get().getCreatedUs()) : OptionalLong.empty();
    }

    /** A store that has lost the object by which it is known gets it back: its key has opened it. */
    void requireRepository(UUID instance, Clock clock) throws IOException {
        if (backend.stat(ObjectNames.REPOSITORY).isPresent()) {
            return;
        }
        var repository = io.graphkeep.format.v1.Repository.newBuilder()
                .setInstanceId(instance.toString())
                .setCreatedUs(Instance.micros(clock.instant()))
                .build();
        SealedObject.put(backend, key.cipher(ObjectNames.REPOSITORY), repository.toByteArray());
        findings.add("The object \"repository\" was missing and was made anew.");
    }

    private Optional<UUID> ofOwner() throws IOException {
        var greatest = NumberedObjects.greatest(backend, ObjectNames.OWNERS);
        for (var number = greatest; number > Math.max(0, greatest - LOOKED_AT); number--) {
            var name = ObjectNames.owner(number);
            if (backend.stat(name).isEmpty()) {
                continue;
            }
            try {
                var owner = Owner.parseFrom(SealedObject.read(backend, key.cipher(name)));
                return Optional.of(UUID.fromString(owner.getInstanceId()));
            } catch (DamagedException | IllegalArgumentException e) {
                findings.add("The object " + name + " cannot be read: " + e.getMessage());
            }
        }
        return Optional.empty();
    }

    private Optional<UUID> ofRepository() {
        try {
            return repository().map(repository -> UUID.fromString(repository.getInstanceId()));
        } catch (IOException | IllegalArgumentException e) {
            findings.add("The object \"repository\" cannot be read: " + e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<io.graphkeep.format.v1.Repository> repository() throws IOException {
        if (backend.stat(ObjectNames.REPOSITORY).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(io.graphkeep.format.v1.Repository.parseFrom(
                SealedObject.read(backend, key.cipher(ObjectNames.REPOSITORY))));
    }
}
