// Answers that are kept are those that were given.
import { expect, test } from "vitest"
import { remembered } from "../../src/core/remember.js"

test("each key is asked about once, whatever the answer", () => {
  const asked: object[] = []
  const answers = new Map<object, number | undefined>([
    [{}, 1],
    [{}, 0],
    [{}, undefined],
  ])
  const answer = remembered((key: object) => {
    asked.push(key)
    return answers.get(key)
  })
  for (const [key, value] of [...answers, ...answers]) expect(answer(key)).toBe(value)
  expect(asked).toEqual([...answers.keys()])
})
