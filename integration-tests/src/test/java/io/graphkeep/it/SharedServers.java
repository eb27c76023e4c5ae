package io.graphkeep.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests that only need a server the one that all of them share: started for the first, stopped after the last.
 *
 * <p>A test that asks for a {@link SharedServer} works with graphs and tokens of its own; one that stops, kills or configures
 * its server starts a {@link ServerProcess} instead.
 */
final class SharedServers implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        var type = parameter.getParameter().getType();
        return type == SharedServer.class || type == WrongCallSite.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var all = context.getRoot().getStore(Namespace.create(SharedServers.class));
        if (parameter.getParameter().getType() == WrongCallSite.class) {
            return all.computeIfAbsent(WrongCallSite.class, key -> wrongCallSite(), WrongCallSite.class);
        }
        return all.computeIfAbsent(
                SharedServer.class, key -> new SharedServer(TestFiles.temporary("shared")), SharedServer.class);
    }

    private static WrongCallSite wrongCallSite() {
        try {
            return new WrongCallSite(TestFiles.temporary("wrong-calls"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
