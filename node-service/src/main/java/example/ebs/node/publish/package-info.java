/** A staged volume appears at a workload's target path. */
@NullMarked
package example.ebs.node.publish;

import org.jspecify.annotations.NullMarked;
