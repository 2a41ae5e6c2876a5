/** The one door to other programs. */
@NullMarked
package example.ebs.node.process;

import org.jspecify.annotations.NullMarked;
