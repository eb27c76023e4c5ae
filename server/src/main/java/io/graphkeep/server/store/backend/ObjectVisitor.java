package io.graphkeep.server.store.backend;

import java.io.IOException;

/** Is told the objects of a listing one by one; a failure of its own ends the listing. */
@FunctionalInterface
public interface ObjectVisitor {
    void visit(ObjectInfo object) throws IOException;
}
