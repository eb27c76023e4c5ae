/**
 * What must hold of the contract as a whole: how it is linted, that it breaks no caller, and that its comments tell what
 * a caller needs. It knows the .proto files and the documentation, and nothing of the server.
 */
@NullMarked
package io.graphkeep.contract;

import org.jspecify.annotations.NullMarked;
