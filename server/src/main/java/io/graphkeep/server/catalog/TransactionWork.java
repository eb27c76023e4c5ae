package io.graphkeep.server.catalog;

import org.jspecify.annotations.Nullable;

/** What is done inside one transaction; an exception of any kind rolls it back. */
@FunctionalInterface
public interface TransactionWork<T extends @Nullable Object> {
    T run(Transaction transaction);
}
