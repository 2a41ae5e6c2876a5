/** Volumes that are directories of nodes: claims of them, and what becomes of them. */
@NullMarked
package example.ebs.provisioner.local;

import org.jspecify.annotations.NullMarked;
