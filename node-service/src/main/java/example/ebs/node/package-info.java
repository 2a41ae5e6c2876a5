/** The CSI Node service on Linux: staging, publishing and what a node says about itself. */
@NullMarked
package example.ebs.node;

import org.jspecify.annotations.NullMarked;
