/** {@code ebs demo --bench}: what the calls, the memory and the start of a node process cost. */
@NullMarked
package example.ebs.command.bench;

import org.jspecify.annotations.NullMarked;
