/** What the process of an app runs that has one to itself: it passes on what gateway and worker say to each other. */
import { relay } from '@chatwright/gateway/relay'

relay()
