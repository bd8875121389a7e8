// The laws of programs as text, on every sample of every primitive.
import { everySample } from "./law.js"
import { text } from "./theorems/text.js"

everySample(text)
