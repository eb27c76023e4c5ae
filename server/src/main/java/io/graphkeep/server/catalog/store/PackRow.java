package io.graphkeep.server.catalog.store;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A pack. Its number is what locators say; its size is known once its bytes are durable. */
public record PackRow(
        long number, UUID id, PackState state, @Nullable Long size) {}
