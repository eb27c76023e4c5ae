/**
 * Golden messages: of each call that works, requests and answers as they travel, checked in as binary and as JSON. They
 * are made of the contract once and read for ever, so that whatever a caller has sent or kept stays readable. It knows
 * the generated classes and the table of what works, and nothing of the server.
 */
@NullMarked
package io.graphkeep.contract.golden;

import org.jspecify.annotations.NullMarked;
