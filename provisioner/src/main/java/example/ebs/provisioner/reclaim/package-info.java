/** Released volumes: deleted where their policy says so, never while attached. */
@NullMarked
package example.ebs.provisioner.reclaim;

import org.jspecify.annotations.NullMarked;
