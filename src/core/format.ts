export const formatArray = (t: any): string => `arr[${t.data}]`
