/** Which cluster a volume belongs to, by its tags. */
@NullMarked
package example.ebs.controller.cluster;

import org.jspecify.annotations.NullMarked;
