/** The manifests as they are rendered, and what must hold for them. */
@NullMarked
package example.ebs.deploy;

import org.jspecify.annotations.NullMarked;
